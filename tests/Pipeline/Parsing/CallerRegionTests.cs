using Microsoft.Extensions.DependencyInjection;
using PipAi.Pipeline.Tests.Platform;
using PipAi.Workers.Pipeline.Hosting;
using PipAi.Workers.Pipeline.Parsing;

namespace PipAi.Pipeline.Tests.Parsing;

/// <summary>A worker has its documents parsed in its own region, as long as there is room, and says who it is.</summary>
public sealed class CallerRegionTests
{
    [Theory]
    [InlineData("ord", "ord")]
    [InlineData(null, "")]
    public async Task The_proxy_is_told_the_region_of_the_machine_that_asks(string? region, string told)
    {
        await using var parser = await ScriptedUnstructured.StartAsync();
        var settings = PipelineSettings.Load(new Dictionary<string, string?>
        {
            ["TEMPORAL_ADDRESS"] = "127.0.0.1:1",
            ["TEMPORAL_NAMESPACE"] = "pip-ai.a1b2c",
            ["DOCUMENT_BUCKETS"] = "us-east-1=documents",
            ["UNSTRUCTURED_URL"] = parser.Address.AbsoluteUri,
            ["UNSTRUCTURED_API_KEY"] = "parser-key",
            ["FLY_REGION"] = region,
        }.GetValueOrDefault);
        await using var worker = PipelineService.Create(settings, ["--Logging:LogLevel:Default", "None"]);
        await worker.Services.GetRequiredService<UnstructuredClient>().PartitionAsync(
            [1], "a.txt", null, TestContext.Current.CancellationToken);
        Assert.Equal([told], parser.PreferredRegions);
        Assert.Equal(["parser-key"], parser.Keys);
    }
}
