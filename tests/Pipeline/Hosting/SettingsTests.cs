using PipAi.Testing;
using PipAi.Workers.Pipeline.Hosting;

namespace PipAi.Pipeline.Tests.Hosting;

public sealed class SettingsTests
{
    private static readonly Dictionary<string, string?> Sound = new()
    {
        ["TEMPORAL_ADDRESS"] = "pip-ai.a1b2c.tmprl.cloud:7233",
        ["TEMPORAL_NAMESPACE"] = "pip-ai.a1b2c",
        ["TEMPORAL_API_KEY"] = "secret-key",
        ["DOCUMENT_BUCKETS"] = "us-east-1=docs-a, us-west-2=docs-b",
        ["UNSTRUCTURED_URL"] = "http://pip-ai-unstructured-simple.flycast:8080",
        ["UNSTRUCTURED_API_KEY"] = "parser-key",
        ["UNSTRUCTURED_REGIONS"] = "iad, ord",
        ["FLY_REGION"] = "iad",
        ["FLY_MACHINE_ID"] = "148e123",
        ["FLY_APP_NAME"] = "pip-ai-temporal-workers",
        ["PRIMARY_REGION"] = "iad",
    };

    [Fact]
    public void Sound_settings_are_taken_over()
    {
        var settings = PipelineSettings.Load(Sound.GetValueOrDefault);
        Assert.Equal("iad/148e123@pip-ai-temporal-workers", settings.Place.Identity);
        Assert.True(settings.Place.IsPrimary);
        Assert.True(settings.TemporalTls);
        Assert.Equal(("documents", 8080), (settings.TaskQueue, settings.Port));
        Assert.Equal(["us-east-1=docs-a", "us-west-2=docs-b"], settings.Buckets.Select(bucket => $"{bucket.Region}={bucket.Bucket}"));
        Assert.Equal("http://pip-ai-unstructured-simple.flycast:8080/", settings.UnstructuredUrl.AbsoluteUri);
        Assert.Equal(("parser-key", "iad ord"), (settings.UnstructuredApiKey, string.Join(' ', settings.UnstructuredRegions)));
        Assert.Null(settings.Identity);
    }

    [Fact]
    public void A_role_is_taken_on_with_the_machines_token()
    {
        var settings = PipelineSettings.Load(
            With(("AWS_ROLE_ARN", "arn:aws:iam::1:role/workers"), ("AWS_WEB_IDENTITY_TOKEN_FILE", "/.fly/oidc_token")));
        Assert.Equal(
            ("arn:aws:iam::1:role/workers", "/.fly/oidc_token", "148e123"),
            (settings.Identity!.RoleArn, settings.Identity.TokenFile, settings.Identity.SessionName));
    }

    [Fact]
    public void Without_a_platform_the_place_is_this_computer()
    {
        var place = PipelineSettings.Load(With(("FLY_REGION", null), ("FLY_MACHINE_ID", ""), ("FLY_APP_NAME", null))).Place;
        Assert.Equal($"local/{Environment.MachineName}@pipeline", place.Identity);
        Assert.False(place.IsPrimary);
    }

    [Fact]
    public void All_mistakes_come_in_one_message() => Approved.Text(Message(With(
        ("TEMPORAL_ADDRESS", "https://cloud"), ("TEMPORAL_NAMESPACE", null), ("TEMPORAL_TLS", "perhaps"),
        ("DOCUMENT_BUCKETS", "us-east-1:docs"),
        ("UNSTRUCTURED_URL", "pip-ai-unstructured-simple.flycast"), ("UNSTRUCTURED_REGIONS", "iad,Chicago"),
        ("AWS_ENDPOINT_URL_S3", "ftp://x"), ("PORT", "http"), ("AWS_ROLE_ARN", "arn"))));

    [Fact]
    public void An_empty_environment_names_what_must_be_set() => Approved.Text(Message(_ => null));

    [Theory]
    [InlineData("us-east-1=b", "'b' is no bucket name: it has 3 to 63 lower-case letters")]
    [InlineData("us-east-1=docs,us-west-2=Docs_B", "'Docs_B' is no bucket name")]
    [InlineData("us-east-1=192.168.0.1", "'192.168.0.1' is no bucket name")]
    [InlineData("us-east-1=docs..a", "'docs..a' is no bucket name")]
    [InlineData("us-east-1=", "'' is no bucket name")]
    [InlineData("iad=docs", "'iad' is no AWS region, such as us-east-1.")]
    [InlineData("us-east-1=a=b", "it must list region=bucket pairs, primary first")]
    public void What_is_wrong_with_a_bucket_is_said_of_that_bucket(string list, string words) =>
        Assert.Contains($"DOCUMENT_BUCKETS is '{list}'; {words}", Message(With(("DOCUMENT_BUCKETS", list))), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("us-east-1=a")]
    [InlineData("us-east-1=Docs")]
    [InlineData("iad=docs")]
    [InlineData("us-east-1=docs,us-east-1=more")]
    public void Bucket_lists_that_are_none_are_refused(string list) =>
        Assert.Throws<InvalidEnvironmentException>(() => PipelineSettings.Load(With(("DOCUMENT_BUCKETS", list))));

    [Fact]
    public void The_text_of_the_settings_hides_the_keys()
    {
        var text = PipelineSettings.Load(Sound.GetValueOrDefault).ToString();
        Assert.Contains("API key set", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-key", text, StringComparison.Ordinal);
        Assert.Contains("parsing at http://pip-ai-unstructured-simple.flycast:8080/ (API key set)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("parser-key", text, StringComparison.Ordinal);
    }

    private static string Message(Func<string, string?> read) =>
        Assert.Throws<InvalidEnvironmentException>(() => PipelineSettings.Load(read)).Message;

    private static Func<string, string?> With(params (string Name, string? Value)[] changes)
    {
        var changed = new Dictionary<string, string?>(Sound);
        foreach (var (name, value) in changes) changed[name] = value;
        return changed.GetValueOrDefault;
    }
}
