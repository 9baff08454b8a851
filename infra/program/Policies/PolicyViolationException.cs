using PipAi.Infra.ExitCodes;
using Pulumi;

namespace PipAi.Infra.Policies;

/// <summary>
/// The program declares something that a rule forbids. Nothing was declared to Pulumi.
/// </summary>
internal sealed class PolicyViolationException(IReadOnlyCollection<(PolicyRule Rule, Breach Breach)> found)
    : RunException(
        string.Join('\n', found.Select(one => $"policy: {one.Rule.Name} is broken by {one.Breach.Resource}: {one.Breach.Detail}"))),
        IRefusal
{
    /// <inheritdoc/>
    public int ExitCode => 5;
}
