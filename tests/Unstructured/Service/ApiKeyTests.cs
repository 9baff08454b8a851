using PipAi.Workers.Unstructured.Settings;

namespace PipAi.Unstructured.Tests.Service;

/// <summary>Who may have documents read. The answers are those of Unstructured's own server.</summary>
public sealed class ApiKeyTests
{
    [Theory]
    [InlineData(null, "API key None is invalid")]
    [InlineData("", "API key  is invalid")]
    [InlineData("another", "API key another is invalid")]
    [InlineData("secre", "API key secre is invalid")]
    [InlineData("secret, second", "API key secret, second is invalid")]
    [InlineData("secret", null)]
    [InlineData("second", null)]
    public async Task Documents_are_taken_from_those_who_know_a_key(string? key, string? refusal)
    {
        await using var service = await RunningService.StartAsync(new() { ApiKeys = ["secret", "second"] });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/general/v0/general");
        request.Content = new MultipartFormDataContent { { new ByteArrayContent("Text."u8.ToArray()), "files", "a.txt" } };
        if (key is not null) request.Headers.TryAddWithoutValidation("unstructured-api-key", key);
        using var response = await service.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await Answer.ReadAsync(response);
        Assert.Equal(refusal is null ? 200 : 401, answer.Status);
        if (refusal is not null) Assert.Equal(refusal, answer.Detail);
    }

    [Theory]
    [InlineData("/healthcheck", 200)]
    [InlineData("/performance-stats", 200)]
    [InlineData("/general/v0/general", 401)]
    [InlineData("/healthcheck/", 401)]
    [InlineData("/HEALTHCHECK", 401)]
    [InlineData("//healthcheck", 401)]
    [InlineData("/anything", 401)]
    public async Task Only_health_and_figures_are_public(string path, int status)
    {
        await using var service = await RunningService.StartAsync(new() { ApiKeys = ["secret"] });
        using var answer = await service.Http.GetAsync(
            new Uri(service.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path), TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public void The_keys_come_from_the_environment_and_an_empty_one_is_none()
    {
        static string[] Keys(string? one, string? two) =>
            [.. ServiceOptions.Load(
                name => name switch { "UNSTRUCTURED_API_KEY" => one, "UNSTRUCTURED_API_KEY_2" => two, _ => null }).ApiKeys];
        Assert.Equal(["a", "b"], Keys("a", "b"));
        Assert.Equal(["b"], Keys("", "b"));
        Assert.Empty(Keys(null, ""));
    }
}
