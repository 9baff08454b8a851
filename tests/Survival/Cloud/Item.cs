using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace PipAi.Survival.Tests.Cloud;

/// <summary>Something that exists in the fake cloud.</summary>
/// <param name="Id">Its id, never given twice.</param>
/// <param name="Urn">The resource it was made for: what a real provider writes into tags, metadata or descriptions.</param>
/// <param name="Identity">The values that cannot change while it exists, such as its name.</param>
/// <param name="Inputs">What was asked for.</param>
/// <param name="Version">How many different inputs it has had.</param>
/// <param name="Outputs">What was answered.</param>
internal sealed record Item(string Id, string Urn, string Identity, Struct Inputs, int Version, Struct Outputs)
{
    /// <summary>The resource's name.</summary>
    public string Name => Urn[(Urn.LastIndexOf("::", StringComparison.Ordinal) + 2)..];

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static Item Parse(string text)
    {
        var lines = text.Split('\n');
        return new Item(
            lines[0], lines[1], lines[2], JsonParser.Default.Parse<Struct>(lines[3]), int.Parse(lines[4], CultureInfo.InvariantCulture),
            JsonParser.Default.Parse<Struct>(lines[5]));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join('\n', Id, Urn, Identity, JsonFormatter.Default.Format(Inputs), Version, JsonFormatter.Default.Format(Outputs));
}
