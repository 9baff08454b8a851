namespace EmbeddedPulumi.Engine.Operations;

/// <summary>Options of the deletion of all resources of a stack. The program is not run.</summary>
public sealed record DestroyOptions : OperationOptions
{
    /// <summary>Asked with the plan before anything is deleted; false ends the run as cancelled. Null: not asked.</summary>
    public Func<PreviewResult, CancellationToken, Task<bool>>? Confirm { get; init; }

    /// <summary>Whether the stack's state and history are removed too once all resources are gone; false by default.</summary>
    public bool RemoveStack { get; init; }
}
