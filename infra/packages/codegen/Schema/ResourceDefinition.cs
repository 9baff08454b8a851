namespace PipAi.Packages.Codegen.Schema;

/// <summary>One resource type: its inputs, its outputs and the tokens it had before.</summary>
internal sealed record ResourceDefinition
{
    /// <summary>The type token, for example <c>aws:s3/bucket:Bucket</c>; <c>pulumi:providers:NAME</c> for a provider.</summary>
    public required string Token { get; init; }

    /// <summary>Whether this is the package's provider.</summary>
    public required bool IsProvider { get; init; }

    /// <summary>What the resource is, for the XML docs.</summary>
    public required string Description { get; init; }

    /// <summary>What to use instead; empty while the resource is not deprecated.</summary>
    public required string DeprecationMessage { get; init; }

    /// <summary>The inputs, in the schema's order.</summary>
    public required IReadOnlyList<PropertyDefinition> Inputs { get; init; }

    /// <summary>The outputs, in the schema's order.</summary>
    public required IReadOnlyList<PropertyDefinition> Outputs { get; init; }

    /// <summary>The properties a lookup may name; empty when a resource is looked up by its id alone.</summary>
    public required IReadOnlyList<PropertyDefinition> State { get; init; }

    /// <summary>Earlier tokens of the same resource.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }
}
