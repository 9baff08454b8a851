using System.Globalization;
using EmbeddedPulumi.Engine.Files;
using PipAi.Cli.Errors;
using PipAi.Cli.Settings;
using YamlDotNet.RepresentationModel;

namespace PipAi.Cli.Tests.Settings;

/// <summary>Whatever is set, the file is readable and says it, or it is not touched.</summary>
public sealed class SettingEditTests
{
    private const int Seed = 20261127;

    private const string Text =
        """
        # Production.
        config:
          aws:region: us-east-1
          pip-ai:cpus: 2 # enough
          pip-ai:regions:
            iad: 4
            ord: 1
          pip-ai:storage:
            - us-east-1
          pip-ai:flow: { a: 1, b: [x, "y"] }
        encryptionsalt: v1:x

        """;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ": ", ",", "#", " #", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`", "-", "- ", "? ", "\\", "\n", "\r",
        "\t", "\0", "\u0085", "\u2028", "\ufeff", "\ud83d", "😀", "é",
        " ", "  ", "a", "iad", "4", "0x1F", "1e5", ".inf", "~", "null", "true", "no", "<<", "---", "...", "=", "2027-11-01", "{iad: 4",
        "{a: '", "[1, ", "secure", "{secure: x}",
    ];

    [Fact]
    public void Thousands_of_values_leave_a_file_that_says_them_or_is_untouched()
    {
        var random = new Random(Seed);
        var cases = int.TryParse(Environment.GetEnvironmentVariable("PIPAI_CASES"), CultureInfo.InvariantCulture, out var asked)
            ? Math.Clamp(asked, 1, 10_000) : 1_000;
        var (text, written) = (Text, 0);
        for (var i = 0; i < cases; i++)
        {
            var value = string.Concat(Enumerable.Range(0, random.Next(0, 6)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var (key, entry) = random.Next(4) switch
            {
                0 => ("pip-ai:regions", "iad"),
                1 => ("pip-ai:storage", "[0]"),
                2 =>
                ("pip-ai:new", (string?)null),
                _ => ("pip-ai:cpus", null)
            };
            var type = entry is not null ? "string" : random.Next(3) switch { 0 => "string", 1 => "object", _ => null };
            string? changed;
            try
            {
                var wanted = SettingText.Parse(value, type);
                changed = new SettingEdit(key, entry, wanted).On("Pulumi.prod.yaml", text);
                written++;
            }
            catch (CliException)
            {
                continue; // refused, and nothing is written
            }

            // Two parsers: the engine's, and YamlDotNet's own reader of whole documents.
            var config = (YamlMapping)YamlJson.Read(changed!)["config"]!;
            var yaml = new YamlStream();
            yaml.Load(new StringReader(changed!));
            Assert.Equal("us-east-1", config.Text("aws:region"));
            Assert.Equal(
                "x", ((YamlSequence)((YamlMapping)config["pip-ai:flow"]!)["b"]!).Items.Select(item => ((YamlScalar)item).Text).First());
            if (random.Next(50) == 0) text = changed!;
        }

        Assert.InRange(written, cases / 2, cases);
    }

    [Theory]
    [InlineData("{iad: 4", "must be a map, such as {a: 1, b: 2}, in YAML's flow form, and cannot be read")]
    [InlineData("{iad: 4}\nother: 1", "must be a map, such as {a: 1, b: 2}, on one line")]
    [InlineData("{iad: 4} # done\n", "on one line")]
    [InlineData("{a: 1}}", "cannot be read")]
    public void What_is_no_map_is_refused_where_one_is_declared(string value, string why) =>
        Assert.Contains(why, Assert.Throws<CliException>(() => SettingText.Parse(value, "object")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{iad: 4, fra: 2}", "{iad: 4, fra: 2}")]
    [InlineData("{a: \"1\", b: 'no', c: null, d: 1.50}", "{a: \"1\", b: \"no\", c: null, d: 1.50}")]
    [InlineData("[us-east-1, {x: [true]}]", "[us-east-1, {x: [true]}]")]
    [InlineData("{'a b': {}}", "{\"a b\": {}}")]
    public void A_map_or_list_keeps_what_each_of_its_values_is(string value, string written) =>
        Assert.Equal(written, SettingText.Write(SettingText.Parse(value, "object")));

    [Theory]
    [InlineData("config:\n    a:b: 1\n")]
    [InlineData("config: {a:b: 1}\n")]
    [InlineData("config:\n  a:b: |\n    one\n\n    two\n  c:d: 1\n")]
    [InlineData("config:\n  a:b: &x 1\n  c:d: *x\n")]
    [InlineData("config:\n  ? a:b\n  : 1\n")]
    [InlineData("config:\n  a:b: {x: 1,\n y: 2}\n  c:d: 1\n")]
    public void A_file_in_another_form_is_left_alone(string text)
    {
        try
        {
            var changed = new SettingEdit("a:b", null, SettingText.Parse("new")).On("Pulumi.prod.yaml", text)!;
            Assert.Equal("new", ((YamlMapping)YamlJson.Read(changed)["config"]!).Text("a:b"));
        }
        catch (CliException refused)
        {
            Assert.Contains("othing was changed", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_not_edited() => Assert.StartsWith(
        "Pulumi.prod.yaml:3: it cannot be read: ",
        Assert.Throws<CliException>(
            () => new SettingEdit("a:b", null, SettingText.Parse("1")).On("Pulumi.prod.yaml", "config:\n  a:b: {\n")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void An_empty_block_of_settings_is_filled() =>
        Assert.Equal(
            "config:\n  a:b: 1\nencryptionsalt: v1:x\n",
            new SettingEdit("a:b", null, SettingText.Parse("1")).On("f", "config: {}\nencryptionsalt: v1:x\n"));
}
