namespace EmbeddedPulumi.Engine.State;

/// <summary>A state document is of a version that this engine does not know.</summary>
internal sealed class StateTooNewException(int version) : Exception($"The state is of version {version}.")
{
    public int Version { get; } = version;
}
