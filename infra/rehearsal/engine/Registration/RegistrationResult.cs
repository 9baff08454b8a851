using EmbeddedPulumi.Engine.State;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Registration;

/// <summary>What became of a registration.</summary>
/// <param name="Urn">The resource.</param>
/// <param name="State">The resource as it is now; null when it failed or was not tried.</param>
/// <param name="Result">What the program is told.</param>
internal sealed record RegistrationResult(string Urn, ResourceState? State, Result Result)
{
    public static RegistrationResult Failed(string urn) => new(urn, null, Result.Fail);

    /// <summary>What is no target and does not exist is not made, and the program goes on without it.</summary>
    public static RegistrationResult LeftOut(string urn) => new(urn, null, Result.Success);

    public static RegistrationResult NotTried(string urn) => new(urn, null, Result.Skip);
}
