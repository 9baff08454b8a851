using PipAi.Workers.Unstructured.Hosting;

namespace PipAi.Unstructured.Tests.Service;

public sealed class ApiKeyTests
{
    [Theory]
    [InlineData(null, 401)]
    [InlineData("", 401)]
    [InlineData("another", 401)]
    [InlineData("secre", 401)]
    [InlineData("secret", 200)]
    public async Task Documents_are_taken_from_those_who_know_the_key(string? key, int status)
    {
        await using var service = await RunningService.StartAsync(new() { ApiKey = "secret" });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/general/v0/general");
        request.Content = new MultipartFormDataContent { { new ByteArrayContent("Text."u8.ToArray()), "files", "a.txt" } };
        if (key is not null) request.Headers.Add("unstructured-api-key", key);
        using var response = await service.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await Answer.ReadAsync(response);
        Assert.Equal(status, answer.Status);
        if (status == 401) Assert.Equal("API key is missing or invalid; send it in the header unstructured-api-key.", answer.Detail);
    }

    [Theory]
    [InlineData("/healthcheck", 200)]
    [InlineData("/performance-stats", 200)]
    [InlineData("/general/v0/general", 401)]
    [InlineData("/anything", 401)]
    public async Task Only_health_and_figures_are_public(string path, int status)
    {
        await using var service = await RunningService.StartAsync(new() { ApiKey = "secret" });
        using var answer = await service.Http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public void The_key_comes_from_the_environment_and_an_empty_one_is_none()
    {
        Assert.Equal("secret", ServiceOptions.Load(name => name == "UNSTRUCTURED_API_KEY" ? "secret" : null).ApiKey);
        Assert.Null(ServiceOptions.Load(name => name == "UNSTRUCTURED_API_KEY" ? "" : null).ApiKey);
    }
}
