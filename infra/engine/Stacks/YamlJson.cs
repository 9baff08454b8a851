using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EmbeddedPulumi.Engine.Stacks;

/// <summary>Reads a YAML document event by event, which starts much faster than a reflecting deserializer.</summary>
internal static class YamlJson
{
    /// <summary>The document's top-level mapping; empty for an empty document.</summary>
    /// <exception cref="YamlException">The text is not YAML, uses anchors, or has no mapping at its top.</exception>
    public static YamlMapping Read(string text)
    {
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _)) return YamlMapping.Empty;
        if (parser.TryConsume<Scalar>(out var scalar) && scalar.Value.Length == 0) return YamlMapping.Empty;
        if (!parser.Accept<MappingStart>(out var start)) throw new YamlException("a mapping (key: value) was expected at the top");
        return ReadMapping(parser);
    }

    private static YamlMapping ReadMapping(Parser parser)
    {
        parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            if (entries.Exists(entry => entry.Key == key.Value))
                throw new YamlException(key.Start, key.End, $"the key '{key.Value}' stands here a second time");
            entries.Add(new YamlEntry(key.Value, ReadValue(parser), key.Start.Line));
        }

        return new YamlMapping([.. entries]);
    }

    private static YamlValue ReadValue(Parser parser)
    {
        if (parser.Accept<MappingStart>(out _)) return ReadMapping(parser);
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<YamlValue>();
            while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(ReadValue(parser));
            return new YamlSequence([.. items]);
        }

        if (parser.TryConsume<Scalar>(out var scalar)) return new YamlScalar(scalar.Value, Typed(scalar));
        var other = parser.Current!;
        throw new YamlException(other.Start, other.End, "anchors and aliases (& and *) are not supported here");
    }

    /// <summary>Only plain scalars have a type of their own; a quoted one is text whatever it says.</summary>
    private static JsonValue? Typed(Scalar scalar)
    {
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any)) return JsonValue.Create(scalar.Value);
        var text = scalar.Value;
        if (text is "" or "~" or "null" or "Null" or "NULL") return null;
        if (text is "true" or "True" or "TRUE") return JsonValue.Create(true);
        if (text is "false" or "False" or "FALSE") return JsonValue.Create(false);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return JsonValue.Create(whole);
        var isNumber = double.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number);
        return isNumber && double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(text);
    }
}
