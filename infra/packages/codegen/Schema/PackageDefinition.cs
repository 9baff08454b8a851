namespace PipAi.Packages.Codegen.Schema;

/// <summary>A Pulumi package: what its <c>schema.json</c> declares, every reference in it resolved.</summary>
internal sealed record PackageDefinition
{
    /// <summary>The package's name in type tokens, for example <c>aws</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The version that resources of this package ask the engine for.</summary>
    public required string Version { get; init; }

    /// <summary>Where the engine finds the plugin when it is not on Pulumi's own server; empty when it is.</summary>
    public required string PluginDownloadUrl { get; init; }

    /// <summary>The regular expression that cuts the module out of a token's middle part (<c>meta.moduleFormat</c>).</summary>
    public required string ModuleFormat { get; init; }

    /// <summary>The C# namespace that holds the package (<c>language.csharp.rootNamespace</c>); default <c>Pulumi</c>.</summary>
    public required string RootNamespace { get; init; }

    /// <summary>Module or package name to C# namespace part (<c>language.csharp.namespaces</c>).</summary>
    public required IReadOnlyDictionary<string, string> Namespaces { get; init; }

    /// <summary>Whether the package wraps a Terraform provider: its resources can be looked up by any of their properties.</summary>
    public required bool IsBridged { get; init; }

    /// <summary>The explicit provider of the package, with its configuration as inputs.</summary>
    public required ResourceDefinition Provider { get; init; }

    /// <summary>The resources, by token.</summary>
    public required IReadOnlyList<ResourceDefinition> Resources { get; init; }

    /// <summary>The nested object types, by token.</summary>
    public required IReadOnlyDictionary<string, ObjectDefinition> Objects { get; init; }

    /// <summary>The enumerations, by token.</summary>
    public required IReadOnlyDictionary<string, EnumDefinition> Enums { get; init; }
}
