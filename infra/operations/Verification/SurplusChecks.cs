using PipAi.Operations.Surplus;

namespace PipAi.Operations.Verification;

/// <summary>Is there anything that nobody declared?</summary>
internal sealed class SurplusChecks(ISurplusSource source)
{
    public async Task<IEnumerable<CheckResult>> RunAsync(CancellationToken cancellation)
    {
        var (all, surplus) = await source.FindAsync(cancellation);
        return surplus.IsEmpty
            ? [new CheckResult("surplus", $"all {source.What} were declared", true, $"{all} there")]
            : surplus.Select(thing => new CheckResult(
                "surplus", $"all {source.What} were declared", false, $"nobody declared {thing.Description}",
                $"./pipai verify --remove {thing.Id}")
            {
                Adoption = thing.Adoption,
            });
    }
}
