namespace PipAi.Providers.Aws.Handlers;

/// <summary>Makes output properties out of plain values.</summary>
internal static class Outputs
{
    /// <summary>A text; unknown when it is null, for it hangs on something that a deployment has to tell.</summary>
    public static PropertyValue Text(string? text) => text is null ? PropertyValue.Computed : new PropertyValue(text);

    /// <summary>Texts by name.</summary>
    public static PropertyValue Map(IEnumerable<KeyValuePair<string, string>> texts) =>
        new(texts.ToImmutableDictionary(pair => pair.Key, pair => new PropertyValue(pair.Value)));
}
