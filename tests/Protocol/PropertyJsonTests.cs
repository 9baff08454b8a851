using System.Text;
using System.Text.Json;
using CsCheck;
using EmbeddedPulumi.Protocol;

namespace PipAi.Protocol.Tests;

public sealed class PropertyJsonTests
{
    // Not a cipher, but as one in what matters here: the plain text does not show.
    private static readonly StateSecrets Rot = new(
        text => "v1:" + Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
        text => Encoding.UTF8.GetString(Convert.FromBase64String(text[3..])));

    [Fact]
    public void Every_value_survives_state() => AnyProperty.Map(AnyProperty.Plain).Sample(map =>
        Read(Write(map, Rot), Rot).Equals(map) && Read(Write(map, StateSecrets.Shown), StateSecrets.Shown).Equals(map));

    [Fact]
    public void A_secret_is_its_JSON_text_encrypted_once()
    {
        var written = Write(PropertyMap.Of(("a", new PropertyValue.Secret(PropertyMap.Of(("inner", new PropertyValue.Secret("s")))))), Rot);
        using var document = JsonDocument.Parse(written);
        var secret = document.RootElement.GetProperty("a");
        Assert.Equal(Signatures.Secret, secret.GetProperty(Signatures.Key).GetString());
        Assert.Equal(
            """{"inner":{"SIG":"1b47061264138c4ac30d75fd1eb44270","ciphertext":"\"s\""}}""".Replace(
                "SIG", Signatures.Key, StringComparison.Ordinal),
            Rot.Decrypt(secret.GetProperty("ciphertext").GetString()!));
    }

    [Fact]
    public void Shown_secrets_are_plain_text() => Assert.Equal(
        """{"a":{"SIG":"1b47061264138c4ac30d75fd1eb44270","plaintext":"\"s\""}}""".Replace("SIG", Signatures.Key, StringComparison.Ordinal),
        Write(PropertyMap.Of(("a", new PropertyValue.Secret("s"))), StateSecrets.Shown));

    [Fact]
    public void An_encrypted_secret_without_a_key_is_an_error() => Assert.Contains(
        "no key",
        Assert.Throws<PropertyFormatException>(
            () => Read(Write(PropertyMap.Of(("a", new PropertyValue.Secret("s"))), Rot), StateSecrets.Shown)).Message);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-0.0)]
    [InlineData(1e300)]
    public void Numbers_keep_their_bits(double number)
    {
        var read = Read(Write(PropertyMap.Of(("n", number)), Rot), Rot)["n"];
        Assert.Equal(
            BitConverter.DoubleToInt64Bits(number), BitConverter.DoubleToInt64Bits(Assert.IsType<PropertyValue.Number>(read).Value));
    }

    [Fact]
    public void Whole_numbers_are_written_as_such() => Assert.Equal("""{"n":300}""", Write(PropertyMap.Of(("n", 300)), Rot));

    [Fact]
    public void Outputs_lose_their_dependencies_and_keep_the_rest() => Assert.Equal(
        PropertyMap.Of(("a", new PropertyValue.Secret("s")), ("b", PropertyValue.Unknown.Value)),
        Read(
            Write(
                PropertyMap.Of(
                    ("a", new PropertyValue.Output("s", true, ["urn:r"])), ("b", new PropertyValue.Output(null, false, []))),
                Rot),
            Rot));

    [Theory]
    [InlineData("""{"a":{"SIG":"1b47061264138c4ac30d75fd1eb44270"}}""")]
    [InlineData("""{"a":{"SIG":"1b47061264138c4ac30d75fd1eb44270","ciphertext":"x","plaintext":"y"}}""")]
    [InlineData("""{"a":{"SIG":"1b47061264138c4ac30d75fd1eb44270","plaintext":"hunter2, not JSON"}}""")]
    [InlineData("""[1]""")]
    public void Malformed_state_is_refused_without_telling_secrets(string json)
    {
        var text = json.Replace("SIG", Signatures.Key, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", Assert.Throws<PropertyFormatException>(() => Read(text, StateSecrets.Shown)).ToString());
    }

    private static string Write(PropertyMap map, StateSecrets secrets)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) PropertyJson.Write(json, map, secrets);
        return Encoding.UTF8.GetString(stream.ToArray()).Replace("\\u0022", "\\\"", StringComparison.Ordinal);
    }

    private static PropertyMap Read(string text, StateSecrets secrets)
    {
        using var document = JsonDocument.Parse(text);
        return PropertyJson.ReadMap(document.RootElement, secrets);
    }
}
