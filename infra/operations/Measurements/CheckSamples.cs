using PipAi.Operations.Platform;
using PipAi.Operations.Verification;

namespace PipAi.Operations.Measurements;

/// <summary>What a verification saw of the parts that the ledger of availability knows.</summary>
internal static class CheckSamples
{
    /// <summary>What stands for new work as a whole: a document that went through every region.</summary>
    public const string NewWork = "new work";

    /// <summary>One sample of each part that was looked at: it worked if every check of it held.</summary>
    public static IEnumerable<Sample> Of(
        IEnumerable<CheckResult> checks, PlatformOutputs outputs, DateTimeOffset at, string place) =>
        from check in checks
            // How it is set up says nothing of whether it worked.
        where !check.IsDeclared
        let part = Part(check, outputs)
        where part is not null
        group check by part into together
        orderby together.Key
        select new Sample(at, together.Key, together.All(check => check.Passed), place);

    private static string? Part(CheckResult check, PlatformOutputs outputs)
    {
        bool Of(Uri address) => check.Name.StartsWith(address.ToString(), StringComparison.Ordinal);
        return check.Area switch
        {
            "canary" when check.Name.StartsWith("a document", StringComparison.Ordinal) => NewWork,
            "storage" => "storage",
            "temporal" => "temporal",
            "endpoints" when Of(outputs.WorkersHealth) => "workers",
            "endpoints" when Of(outputs.UnstructuredHealth) || Of(outputs.UnstructuredPerformance) => "parsing",
            "endpoints" when Of(outputs.FrontendHealth) => "frontend",
            _ => null,
        };
    }
}
