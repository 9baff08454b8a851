using System.Text.Json;
using PipAi.Operations.Platform;
using PipAi.Testing;

namespace PipAi.Operations.Tests.Platform;

public sealed class PlatformOutputsTests
{
    [Fact]
    public void Outputs_of_a_deployed_stack_are_read_with_their_units()
    {
        var outputs = SampleOutputs.Parsed();

        Assert.Equal(4, outputs.WorkerRegions["iad"]);
        Assert.Equal(TimeSpan.FromMinutes(2), outputs.Targets.Region);
        Assert.Equal(new Uri("https://pip-ai.vercel.app/api/health"), outputs.FrontendHealth);
    }

    [Fact]
    public void The_primary_bucket_region_comes_first() =>
        Assert.Equal(["us-east-2", "us-east-1", "us-west-2"], SampleOutputs.Parsed().BucketRegions);

    [Fact]
    public void Everything_that_is_missing_or_malformed_is_named_at_once_and_no_value_is_printed()
    {
        var json = SampleOutputs.Json();
        json.Remove("workersApp");
        json["workerRegions"] = "iad";
        json["buckets"] = new System.Text.Json.Nodes.JsonObject { ["us-east-1"] = 1 };
        json["frontendHealth"] = "not a url";
        json["temporalApiKey"] = 42;
        json["targets"]!.AsObject().Remove("regionSeconds");

        var exception = Assert.Throws<IncompletePlatformException>(() => PlatformOutputs.Parse(JsonSerializer.SerializeToElement(json)));

        Approved.Text(exception.Message);
    }

    [Fact]
    public void A_stack_that_was_never_deployed_lacks_everything() =>
        Assert.Equal(
            17,
            Assert.Throws<IncompletePlatformException>(
                () => PlatformOutputs.Parse(JsonSerializer.SerializeToElement(new { }))).Problems.Count);
}
