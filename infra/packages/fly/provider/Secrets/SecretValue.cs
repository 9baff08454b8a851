using System.Security.Cryptography;
using PipAi.Plugins.Diffing;
using PipAi.Plugins.Properties;

namespace PipAi.Providers.Fly.Secrets;

/// <summary>
/// The value of a secret: the one that is given, else one that is made here and stays while its keepers do. Outputs of a secret
/// whose value was made have <c>keepers</c>, if only an empty map: what it was made for.
/// </summary>
internal static class SecretValue
{
    // 48 of 62 letters and digits are 285 bits; none of them means anything to a shell, a URL or a header.
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Length = 48;

    /// <summary>A new value.</summary>
    public static string Make() => RandomNumberGenerator.GetString(Letters, Length);

    /// <summary>Whether the value of these outputs was made here.</summary>
    public static bool IsMade(PropertyMap outputs) => outputs.Has("keepers");

    /// <summary>The value that is given or stays; null where one is to be made.</summary>
    public static PropertyValue? Kept(PropertyMap inputs, PropertyMap? oldOutputs)
    {
        if (inputs.Has("value")) return inputs["value"];
        var stays = oldOutputs is not null && IsMade(oldOutputs) && oldOutputs.Has("value") && !inputs.IsUnknown("keepers")
            && InputDiff.Same(new PropertyValue(oldOutputs.Map("keepers")), new PropertyValue(inputs.Map("keepers")));
        return stays ? oldOutputs!["value"] : null;
    }

    /// <summary>Outputs with a value, and with what it was made for if it was not given.</summary>
    public static PropertyMap Outputs(PropertyMap inputs, PropertyValue value)
    {
        var outputs = inputs.WithoutNulls().With("value", value.WithSecret(true));
        return inputs.Has("value") || inputs.IsUnknown("keepers")
            ? outputs : outputs.With("keepers", new PropertyValue(inputs.Map("keepers")));
    }
}
