using PipAi.Plugins.Properties;

namespace PipAi.Providers.Aws.Handlers;

/// <summary>Names for things whose program gives none: the logical name and seven hex digits, kept from run to run.</summary>
internal static class AutoName
{
    private const int Digits = 7;

    /// <summary>The inputs with a name.</summary>
    /// <param name="property">The property that holds the name.</param>
    /// <param name="prefixProperty">The property that may hold its beginning.</param>
    /// <param name="request">The check.</param>
    /// <param name="inputs">The inputs.</param>
    public static PropertyMap Complete(string property, string? prefixProperty, CheckRequest request, PropertyMap inputs)
    {
        if (inputs.Has(property)) return inputs;
        var prefix = (prefixProperty is null ? null : inputs.Text(prefixProperty)) ?? $"{request.Name}-";
        if (request.OldInputs.Text(property) is { } old && old.StartsWith(prefix, StringComparison.Ordinal))
            return inputs.With(property, old);
        var suffix = DeterministicName.Of(request.Urn, Convert.ToHexString(request.RandomSeed.AsSpan()))[..Digits];
        return inputs.With(property, prefix + suffix);
    }
}
