using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Context;

namespace PipAi.Engine.Tests.Processes;

public sealed class PluginSearchTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("false", true)]
    [InlineData("true", false)]
    [InlineData("TRUE", false)]
    [InlineData("1", false)]
    public void PATH_is_searched_unless_the_environment_says_otherwise(string? ignore, bool searched)
    {
        var environment = new Dictionary<string, string?>
        {
            ["PULUMI_IGNORE_AMBIENT_PLUGINS"] = ignore,
            ["PULUMI_HOME"] = "/opt/pulumi",
            ["PATH"] = "/usr/bin::relative:/bin",
        };
        var search = PluginSearch.Of(environment.GetValueOrDefault);
        Assert.Equal("/opt/pulumi/plugins", search.PluginFolder);
        Assert.Equal(searched ? ["/usr/bin", "/bin"] : null, search.SearchPath?.ToArray());
    }
}
