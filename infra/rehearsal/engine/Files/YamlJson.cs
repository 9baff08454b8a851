using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EmbeddedPulumi.Engine.Files;

/// <summary>Reads a YAML document event by event, which starts much faster than a reflecting deserializer.</summary>
internal sealed class YamlJson
{
    private const int Deepest = 64;

    // An alias counts as often as it is used: a few lines can stand for more than a machine holds.
    private const int MostNodes = 100_000;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Except(['\t', '\n', '\r']).Append(0x7F).Select(code => (char)code)]);
    private readonly string text;
    private readonly Parser parser;
    private readonly Dictionary<AnchorName, (YamlValue Value, int Nodes)> anchors = [];
    private int depth;
    private int nodes;

    private YamlJson(string text) => (this.text, parser) = (text, new Parser(new StringReader(text)));

    /// <summary>The document's top-level mapping; empty for an empty document.</summary>
    /// <exception cref="YamlException">The text is not YAML, or has no mapping at its top. Nothing else is thrown, whatever the text
    /// is.</exception>
    public static YamlMapping Read(string text)
    {
        var reader = new YamlJson(text);
        try
        {
            return reader.ReadDocument();
        }
        catch (Exception error) when (error is not YamlException)
        {
            // The parser has no one type for what it cannot read: a flow mapping without its end is an InvalidOperationException.
            var place = reader.parser.Current?.End ?? Mark.Empty;
            throw new YamlException(place, place, error.Message, error);
        }
    }

    private YamlMapping ReadDocument()
    {
        RefuseControlCharacters();
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _)) return YamlMapping.Empty;
        if (parser.TryConsume<Scalar>(out var scalar) && scalar.Value.Length == 0) return YamlMapping.Empty;
        if (!parser.Accept<MappingStart>(out _)) throw new YamlException("a mapping (key: value) was expected at the top");
        var top = (YamlMapping)ReadValue();
        parser.Consume<DocumentEnd>();
        return top;
    }

    /// <summary>YAML has none but tabs and line ends; the parser takes the others, and Pulumi's does not.</summary>
    private void RefuseControlCharacters()
    {
        var at = text.AsSpan().IndexOfAny(Forbidden);
        if (at < 0) return;
        var place = new Mark(at, text.AsSpan(0, at).Count('\n') + 1, 1);
        throw new YamlException(place, place, $"the control character U+{(int)text[at]:X4} is not allowed");
    }

    private YamlValue ReadValue()
    {
        if (parser.TryConsume<AnchorAlias>(out var alias)) return Aliased(alias);
        var (start, before) = (parser.Current, nodes);
        if (++nodes > MostNodes) throw At(start, $"it has more than {MostNodes} values");
        if (++depth > Deepest) throw At(start, $"it is nested more than {Deepest} deep");
        var value = parser.TryConsume<Scalar>(out var scalar) ? new YamlScalar(scalar.Value, Typed(scalar))
            : parser.TryConsume<SequenceStart>(out _) ? ReadSequence()
            : (YamlValue)ReadMapping();
        depth--;
        if (start is NodeEvent { Anchor: { IsEmpty: false } anchor }) anchors[anchor] = (value, nodes - before);
        return value;
    }

    private YamlValue Aliased(AnchorAlias alias)
    {
        if (!anchors.TryGetValue(alias.Value, out var known)) throw At(alias, $"there is no anchor '&{alias.Value}' before this");
        nodes += known.Nodes;
        return nodes > MostNodes ? throw At(alias, $"it has more than {MostNodes} values") : known.Value;
    }

    private YamlSequence ReadSequence()
    {
        var items = new List<YamlValue>();
        while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(ReadValue());
        return new YamlSequence([.. items]);
    }

    private YamlMapping ReadMapping()
    {
        parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        var merged = new List<YamlEntry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            if (key is { Value: "<<", Style: ScalarStyle.Plain })
            {
                merged.AddRange(Merged(key, ReadValue()));
                continue;
            }

            if (entries.Exists(entry => entry.Key == key.Value)) throw At(key, $"the key '{key.Value}' stands here a second time");
            entries.Add(new YamlEntry(key.Value, ReadValue(), key.Start.Line));
        }

        // What stands in the mapping itself wins over what is merged into it, and an earlier merge over a later one.
        return new YamlMapping([.. entries.Concat(merged).DistinctBy(entry => entry.Key)]);
    }

    private static IEnumerable<YamlEntry> Merged(Scalar key, YamlValue value) => value switch
    {
        YamlMapping mapping => mapping.Entries.Select(entry => entry with { Line = key.Start.Line }),
        YamlSequence sequence => sequence.Items.SelectMany(item => Merged(key, item)),
        _ => throw At(key, "'<<' takes a mapping, or a list of them"),
    };

    private static YamlException At(ParsingEvent? place, string message) =>
        new(place?.Start ?? Mark.Empty, place?.End ?? Mark.Empty, message);

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
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
            out var number);
        return isNumber && double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(text);
    }
}
