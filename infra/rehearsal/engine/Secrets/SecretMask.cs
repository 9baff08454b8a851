using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Secrets;

/// <summary>Takes known secrets out of free text: messages of programs and providers may quote them.</summary>
internal sealed class SecretMask
{
    private const string Masked = "[secret]";

    // Shorter ones would tear holes into ordinary words and numbers.
    private const int Shortest = 4;

    // Secrets of many lines are keys and documents, whose short lines are brackets and the like.
    private const int ShortestLine = 8;
    private readonly Lock gate = new();
    private ImmutableSortedSet<string> secrets = ImmutableSortedSet.Create<string>(LongestFirst.Instance);

    /// <summary>Learns the secrets in a map.</summary>
    public void Learn(PropertyMap map)
    {
        if (!map.ContainsSecrets) return;
        foreach (var value in map.Values) Learn(value, secret: false);
    }

    /// <summary>Learns one secret text, and each line of it: what processes print is passed on line by line.</summary>
    public void Learn(string text)
    {
        LearnWhole(text);
        if (!text.Contains('\n', StringComparison.Ordinal)) return;
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length >= ShortestLine)) LearnWhole(line);
    }

    public string Apply(string message)
    {
        foreach (var secret in secrets)
        {
            if (message.Contains(secret, StringComparison.Ordinal)) message = message.Replace(secret, Masked, StringComparison.Ordinal);
        }

        return message;
    }

    private void LearnWhole(string text)
    {
        if (text.Length < Shortest || secrets.Contains(text)) return;
        // Messages often quote JSON, in which a text may be written in two ways.
        var relaxed = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        lock (gate) secrets = secrets.Union([text, relaxed, JsonEncodedText.Encode(text).ToString()]);
    }

    private void Learn(PropertyValue value, bool secret)
    {
        switch (value)
        {
            case PropertyValue.Secret inner: Learn(inner.Value, secret: true); break;
            case PropertyValue.Output { Value: { } inner } output: Learn(inner, secret || output.IsSecret); break;
            case PropertyValue.Text text when secret: Learn(text.Value); break;
            case PropertyValue.Asset { Content: { } content } when secret: Learn(content); break;
            case PropertyValue.Archive { Assets: { } assets }: foreach (var item in assets.Values) Learn(item, secret); break;
            case PropertyValue.List list: foreach (var item in list.Items) Learn(item, secret); break;
            case PropertyValue.Map map: foreach (var item in map.Entries.Values) Learn(item, secret); break;
        }
    }

    private sealed class LongestFirst : IComparer<string>
    {
        public static LongestFirst Instance { get; } = new();

        public int Compare(string? x, string? y)
        {
            var order = y!.Length.CompareTo(x!.Length);
            return order != 0 ? order : string.CompareOrdinal(x, y);
        }
    }
}
