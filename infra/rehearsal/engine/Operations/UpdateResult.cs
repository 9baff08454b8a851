namespace EmbeddedPulumi.Engine.Operations;

/// <summary>What an update, a refresh or a destroy did. Its plan holds the steps that were carried out.</summary>
public sealed record UpdateResult : OperationResult
{
    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The version of the stack after the run, counted from 1; 0 when nothing was written.</summary>
    public int Version { get; init; }
}
