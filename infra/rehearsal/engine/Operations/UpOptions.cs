using EmbeddedPulumi.Engine.Errors;


namespace EmbeddedPulumi.Engine.Operations;

/// <summary>Options of an update.</summary>
public sealed record UpOptions : OperationOptions
{
    /// <summary>
    /// Asked with the plan before anything changes; false ends the run as cancelled. Null: no plan is made first, which saves one
    /// run of the program.
    /// </summary>
    public Func<PreviewResult, CancellationToken, Task<bool>>? Confirm { get; init; }

    /// <summary>A plan of the same stack and the same resources to confirm, so that none is made; null by default.</summary>
    public PreviewResult? Plan { get; init; }

    /// <summary>Whether any change makes the result fail with <see cref="ExitCategory.UnexpectedChanges"/>; false by default.</summary>
    public bool ExpectNoChanges { get; init; }

    /// <summary>Whether all resources are refreshed first; false by default.</summary>
    public bool Refresh { get; init; }

    /// <summary>Whether that refresh believes that everything of a provider is gone at once; false by default.</summary>
    public bool AcceptLoss { get; init; }
}
