using EmbeddedPulumi.Engine.State;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>What became of a registration.</summary>
/// <param name="Urn">The resource.</param>
/// <param name="State">The resource as it is now; null when it failed or was not tried.</param>
/// <param name="Result">What the program is told.</param>
internal sealed record Registered(string Urn, ResourceState? State, Result Result)
{
    public static Registered Failed(string urn) => new(urn, null, Result.Fail);

    /// <summary>What is no target and does not exist is not made, and the program goes on without it.</summary>
    public static Registered LeftOut(string urn) => new(urn, null, Result.Success);

    public static Registered NotTried(string urn) => new(urn, null, Result.Skip);
}
