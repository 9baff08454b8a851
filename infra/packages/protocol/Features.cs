namespace EmbeddedPulumi.Protocol;

/// <summary>Ids of the features that a program asks the engine for (<c>SupportsFeature</c>).</summary>
public static class Features
{
    /// <summary>Secret marks in property values.</summary>
    public const string Secrets = "secrets";

    /// <summary>Resource references in property values.</summary>
    public const string ResourceReferences = "resourceReferences";

    /// <summary>Output values in the inputs of remote components and methods.</summary>
    public const string OutputValues = "outputValues";

    /// <summary>Aliases as specs that the engine completes.</summary>
    public const string AliasSpecs = "aliasSpecs";

    /// <summary>The option <c>replacementTrigger</c>.</summary>
    public const string ReplacementTrigger = "replacementTrigger";

    /// <summary>The option <c>deletedWith</c>.</summary>
    public const string DeletedWith = "deletedWith";

    /// <summary>The option <c>replaceWith</c>.</summary>
    public const string ReplaceWith = "replaceWith";

    /// <summary>Transforms of resources that the engine calls back.</summary>
    public const string Transforms = "transforms";

    /// <summary>Transforms of invokes that the engine calls back.</summary>
    public const string InvokeTransforms = "invokeTransforms";

    /// <summary>Packages made by parameterizing a provider.</summary>
    public const string Parameterization = "parameterization";

    /// <summary>Hooks around the steps of a resource.</summary>
    public const string ResourceHooks = "resourceHooks";

    /// <summary>Hooks that decide whether a failed step is tried again.</summary>
    public const string ErrorHooks = "errorHooks";

    /// <summary>Hooks receive the options of the resource.</summary>
    public const string SendsOptionsToHooks = "sendsOptionsToHooks";
}
