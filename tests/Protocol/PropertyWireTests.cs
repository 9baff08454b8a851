using CsCheck;
using EmbeddedPulumi.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace PipAi.Protocol.Tests;

public sealed class PropertyWireTests
{
    [Fact]
    public void Every_value_survives_the_wire() => AnyProperty.Map(AnyProperty.Any).Sample(map =>
        PropertyWire.Decode(Struct.Parser.ParseFrom(PropertyWire.Encode(map).ToByteArray())).Equals(map));

    [Fact]
    public void Special_values_have_the_official_form() => Assert.Equal(
        Json("""
            {
              "archive": { "SIG": "0def7320c3a5731c473e5ecbe6d01bc7", "assets": {
                "a": { "SIG": "c44067f5952c0a294b673a41bacd8c17", "path": "./f", "hash": "00" } } },
              "component": { "SIG": "5cf8f73096256a8f31e491e813e4eb8e", "urn": "urn:c" },
              "custom": { "SIG": "5cf8f73096256a8f31e491e813e4eb8e", "urn": "urn:r", "id": "i", "packageVersion": "1.0.0" },
              "output": { "SIG": "d0e6a833031e9bbcd3f4e8bde6ca49a4", "value": 1, "secret": true, "dependencies": ["urn:r"] },
              "later": { "SIG": "d0e6a833031e9bbcd3f4e8bde6ca49a4" },
              "secret": { "SIG": "1b47061264138c4ac30d75fd1eb44270", "value": "s" },
              "unknown": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
            }
            """),
        PropertyWire.Encode(PropertyMap.Of(
            ("archive", new PropertyValue.Archive(PropertyMap.Of(("a", new PropertyValue.Asset(null, "./f", null, "00"))), null, null)),
            ("component", new PropertyValue.Resource("urn:c", null)),
            ("custom", new PropertyValue.Resource("urn:r", "i", "1.0.0")),
            ("output", new PropertyValue.Output(1, true, ["urn:r"])),
            ("later", new PropertyValue.Output(null, false, [])),
            ("secret", new PropertyValue.Secret("s")),
            ("unknown", PropertyValue.Unknown.Value))));

    [Fact]
    public void A_receiver_that_understands_nothing_gets_plain_values_without_unknowns()
    {
        var everything = PropertyMap.Of(
            ("known", new PropertyValue.Output("v", true, ["urn:r"])),
            ("later", new PropertyValue.Output(null, true, ["urn:r"])),
            ("list", new PropertyValue.List(1, PropertyValue.Unknown.Value, 2)),
            ("none", PropertyValue.Null.Value),
            ("component", new PropertyValue.Resource("urn:c", null)),
            ("custom", new PropertyValue.Resource("urn:r", "i")),
            ("newCustom", new PropertyValue.Resource("urn:r", "")),
            ("secret", new PropertyValue.Secret(new PropertyValue.Secret("s"))));
        var nothing = new WireOptions
        {
            KeepUnknowns = false,
            KeepSecrets = false,
            KeepResources = false,
            KeepOutputs = false,
            SkipNulls = true,
        };
        Assert.Equal(
            Json("""{ "known": "v", "list": [1, 2], "component": "urn:c", "custom": "i", "secret": "s" }"""),
            PropertyWire.Encode(everything, nothing));
    }

    [Fact]
    public void An_output_is_lowered_to_a_secret_unknown() => Assert.Equal(
        Json("""{ "a": { "SIG": "1b47061264138c4ac30d75fd1eb44270", "value": "04da6b54-80e4-46f7-96ec-b56ff0331ba9" } }"""),
        PropertyWire.Encode(
            PropertyMap.Of(("a", new PropertyValue.Output(null, true, []))), new WireOptions { KeepOutputs = false }));

    [Fact]
    public void Contents_of_assets_can_stay_at_home() => Assert.Equal(
        Json("""{ "a": { "SIG": "c44067f5952c0a294b673a41bacd8c17", "hash": "00" } }"""),
        PropertyWire.Encode(
            PropertyMap.Of(("a", new PropertyValue.Asset("text", null, null, "00"))), new WireOptions { ElideAssets = true }));

    [Theory]
    [InlineData("1c4a061d-8072-4f0a-a4cb-0ff528b18fe7")]
    [InlineData("3eeb2bf0-c639-47a8-9e75-3b44932eb421")]
    [InlineData("6a19a0b0-7e62-4c92-b797-7f8e31da9cc2")]
    [InlineData("030794c1-ac77-496b-92df-f27374a8bd58")]
    [InlineData("e48ece36-62e2-4504-bad9-02848725956a")]
    [InlineData("dd056dcd-154b-4c76-9bd3-c8f88648b5ff")]
    public void The_typed_unknowns_of_older_engines_are_unknown(string sentinel) =>
        Assert.Equal(PropertyValue.Unknown.Value, PropertyWire.Decode(Value.ForString(sentinel)));

    [Theory]
    [InlineData("""{ "SIG": "not-a-signature" }""", "not-a-signature")]
    [InlineData("""{ "SIG": 5 }""", "unknown signature 5")]
    [InlineData("""{ "SIG": "1b47061264138c4ac30d75fd1eb44270" }""", "'value' of a secret")]
    [InlineData("""{ "SIG": "5cf8f73096256a8f31e491e813e4eb8e", "id": "x" }""", "no 'urn'")]
    [InlineData("""{ "SIG": "d0e6a833031e9bbcd3f4e8bde6ca49a4", "secret": "yes" }""", "'secret' of an output")]
    [InlineData("""{ "SIG": "d0e6a833031e9bbcd3f4e8bde6ca49a4", "dependencies": [1] }""", "other than URNs")]
    public void Malformed_special_values_are_named(string json, string words) =>
        Assert.Contains(words, Assert.Throws<PropertyFormatException>(() => PropertyWire.Decode(Json(json))).Message);

    [Fact]
    public void An_absent_struct_is_empty() => Assert.Same(PropertyMap.Empty, PropertyWire.Decode((Struct?)null));

    // Top-level special objects are read as values of a map, as every property is.
    private static Struct Json(string json)
    {
        var parsed = Struct.Parser.ParseJson(json.Replace("SIG", Signatures.Key, StringComparison.Ordinal));
        return parsed.Fields.ContainsKey(Signatures.Key) ? new Struct { Fields = { ["a"] = Value.ForStruct(parsed) } } : parsed;
    }
}
