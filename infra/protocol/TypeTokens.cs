namespace EmbeddedPulumi.Protocol;

/// <summary>Type tokens that the engine itself gives a meaning to.</summary>
public static class TypeTokens
{
    /// <summary>The root of every deployment.</summary>
    public const string Stack = "pulumi:pulumi:Stack";

    /// <summary>A reference to the outputs of another stack.</summary>
    public const string StackReference = "pulumi:pulumi:StackReference";

    /// <summary>What the type token of every provider resource starts with; the package's name follows.</summary>
    public const string ProviderPrefix = "pulumi:providers:";

    /// <summary>The function that looks up the state of a resource by its URN.</summary>
    public const string GetResource = "pulumi:pulumi:getResource";

    /// <summary>True for the type of a provider resource.</summary>
    public static bool IsProvider(string type) => type.StartsWith(ProviderPrefix, StringComparison.Ordinal);
}
