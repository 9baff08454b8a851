using EmbeddedPulumi.Engine.Errors;

namespace EmbeddedPulumi.Engine.Operations;

/// <summary>Options of a refresh, which reads every resource from its provider and stores what it found.</summary>
public sealed record RefreshOptions : OperationOptions
{
    /// <summary>Whether to show what would be stored without storing it; false by default.</summary>
    public bool PreviewOnly { get; init; }

    /// <summary>
    /// Whether it is believed that everything of a provider is gone at once; false by default, since a wrong account, organisation or
    /// token looks just the same.
    /// </summary>
    public bool AcceptLoss { get; init; }

    /// <summary>Whether any difference makes the result fail with <see cref="ExitCategory.UnexpectedChanges"/>; false by default.</summary>
    public bool ExpectNoChanges { get; init; }
}
