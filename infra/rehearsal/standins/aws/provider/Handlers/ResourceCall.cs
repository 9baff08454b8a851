using PipAi.Plugins.Properties;

namespace PipAi.Providers.Aws.Handlers;

/// <summary>What a resource kind is asked about.</summary>
internal sealed record ResourceCall
{
    /// <summary>The resource's URN; empty in a preview, which may not foretell what hangs on it.</summary>
    public required string Urn { get; init; }

    /// <summary>The id of an existing resource; empty before it is created.</summary>
    public string Id { get; init; } = "";

    /// <summary>The checked inputs: the new ones, or for a deletion and a look those of the last deployment.</summary>
    public required PropertyMap Inputs { get; init; }

    /// <summary>The outputs of the last deployment; empty before it is created.</summary>
    public PropertyMap State { get; init; } = PropertyMap.Empty;

    /// <summary>The region of a regional resource; null while it is not known, and for global ones.</summary>
    public string? Region { get; init; }

    /// <summary>The name that the resource's own name property gives, or null while it is not known.</summary>
    public string? Name => Inputs.Text("name");
}
