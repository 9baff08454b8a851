namespace PipAi.Providers.Aws.Handlers;

/// <summary>A resource as it is, or as it will be.</summary>
/// <param name="Id">The provider's id of it; null while it is unknown, in a preview.</param>
/// <param name="Outputs">Outputs beside the inputs, which are echoed.</param>
internal sealed record Resource(string? Id, PropertyMap Outputs)
{
    /// <summary>Inputs as they were found to be, where a look found some.</summary>
    public PropertyMap Found { get; init; } = PropertyMap.Empty;
}
