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

    /// <summary>Checks the type token of a resource that a provider manages.</summary>
    /// <exception cref="FormatException">It is not written <c>package:module:type</c>.</exception>
    public static void Check(string type)
    {
        if (type.Split(':') is not [{ Length: > 0 }, { Length: > 0 }, { Length: > 0 }])
            throw new FormatException(
                $"'{type}' is no type of a resource, which is written 'package:module:type', such as 'fly:index:Machine'.");
    }

    /// <summary>True for the type of a provider resource.</summary>
    public static bool IsProvider(string type) => type.StartsWith(ProviderPrefix, StringComparison.Ordinal);
}
