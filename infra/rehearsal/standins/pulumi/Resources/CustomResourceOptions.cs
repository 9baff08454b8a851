namespace Pulumi;

/// <summary>Options of a custom resource.</summary>
public sealed class CustomResourceOptions : ResourceOptions
{
    /// <summary>True if the old resource has to go before its replacement is created.</summary>
    public bool? DeleteBeforeReplace { get; set; }

    /// <summary>Outputs that are treated as secret, beside those that the provider marks.</summary>
    public List<string> AdditionalSecretOutputs { get; set; } = [];

    /// <summary>The id of an existing resource that the stack takes over.</summary>
    public string? ImportId { get; set; }

    /// <summary>For provider resources: environment variables of the plugin, renamed.</summary>
    public Dictionary<string, string> EnvVarMappings { get; set; } = [];

    /// <summary>Both options in one: lists are joined, of the rest the second ones win.</summary>
    public static CustomResourceOptions Merge(CustomResourceOptions? options1, CustomResourceOptions? options2)
    {
        var merged = options1?.Copy() ?? new CustomResourceOptions();
        if (options2 is null) return merged;
        merged.Overlay(options2);
        merged.DeleteBeforeReplace = options2.DeleteBeforeReplace ?? merged.DeleteBeforeReplace;
        merged.AdditionalSecretOutputs.AddRange(options2.AdditionalSecretOutputs);
        merged.ImportId = options2.ImportId ?? merged.ImportId;
        foreach (var (name, value) in options2.EnvVarMappings) merged.EnvVarMappings[name] = value;
        return merged;
    }

    internal override ResourceOptions Clone() => Copy();

    private CustomResourceOptions Copy() => CopyTo(new CustomResourceOptions
    {
        DeleteBeforeReplace = DeleteBeforeReplace,
        AdditionalSecretOutputs = [.. AdditionalSecretOutputs],
        ImportId = ImportId,
        EnvVarMappings = new Dictionary<string, string>(EnvVarMappings),
    });
}
