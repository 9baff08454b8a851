using EmbeddedPulumi.Engine.Errors;

namespace EmbeddedPulumi.Engine.Operations;

/// <summary>Options of a preview, which writes nothing and takes no lock.</summary>
public sealed record PreviewOptions : OperationOptions
{
    /// <summary>Whether any change makes the result fail with <see cref="ExitCategory.UnexpectedChanges"/>; false by default.</summary>
    public bool ExpectNoChanges { get; init; }

    /// <summary>Whether to plan the destruction of all resources instead of running the program; false by default.</summary>
    public bool Destroy { get; init; }
}
