using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Protocol;

namespace PipAi.Engine.Tests.Decisions;

/// <summary>Where properties differ, and which place a path names.</summary>
public sealed class PropertyDiffTests
{
    public static TheoryData<string> Differing => new(Pairs.Keys);

    private static readonly Dictionary<string, (PropertyValue? Old, PropertyValue? Now, string Changes)> Pairs = new()
    {
        ["the same text"] = ("x", "x", ""),
        ["another text"] = ("x", "y", "p Update"),
        ["a text and a number"] = ("1", 1, "p Update"),
        ["nothing and something"] = (null, "x", "p Add"),
        ["something and nothing"] = ("x", null, "p Delete"),
        ["null and absent"] = (PropertyValue.Null.Value, null, "p Delete"),
        ["a secret and its value"] = (new PropertyValue.Secret("x"), "x", ""),
        ["a secret and another value"] = (new PropertyValue.Secret("x"), "y", "p Update"),
        ["an output and its value"] = (new PropertyValue.Output("x", true, []), "x", ""),
        ["known and unknown"] = ("x", PropertyValue.Unknown.Value, "p Update"),
        ["a map's entry"] = (Map(("a", "1"), ("b", "2")), Map(("a", "1"), ("b", "3")), "p.b Update"),
        ["a map's entry more"] = (Map(("a", "1")), Map(("a", "1"), ("c.d", "2")), """p["c.d"] Add"""),
        ["a map's entry less"] = (Map(("a", "1"), ("b", "2")), Map(("a", "1")), "p.b Delete"),
        ["a list that grew"] = (List("a"), List("a", "b"), "p[1] Add"),
        ["a list that shrank"] = (List("a", "b"), List("a"), "p[1] Delete"),
        ["a list's first item"] = (List("a", "b"), List("x", "b"), "p[0] Update"),
        ["a list and a map"] = (List("a"), Map(("a", "1")), "p Update"),
        ["deep down"] = (Map(("l", List(Map(("k", "1"))))), Map(("l", List(Map(("k", "2"))))), "p.l[0].k Update"),
        ["a file of the same content"] = (Asset("a", "h1"), Asset("b", "h1"), ""),
        ["a file of other content"] = (Asset("a", "h1"), Asset("a", "h2"), "p Update"),
        ["a reference of another id"] = (new PropertyValue.Resource("u", "1"), new PropertyValue.Resource("u", "2"), "p Update"),
        ["a reference of another version"] = (new PropertyValue.Resource("u", "1", "v1"), new PropertyValue.Resource("u", "1", "v2"), ""),
    };

    [Theory]
    [MemberData(nameof(Differing))]
    public void Places_that_differ_are_named(string pair)
    {
        var (old, now, changes) = Pairs[pair];
        Assert.Equal(changes, string.Join(' ', PropertyDiff.Between(Of(old), Of(now)).Select(entry => $"{entry.Key} {entry.Value.Kind}")));
        Assert.Equal(changes.Length == 0, PropertyDiff.SameMaps(Of(old), Of(now)));
        Assert.Equal(changes.Length == 0, PropertyDiff.SameMaps(Of(now), Of(old)));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a.b", "a|b")]
    [InlineData("a[0]", "a|#0")]
    [InlineData("""a["b.c"]""", "a|b.c")]
    [InlineData("""a["b\"c"]""", "a|b\"c")]
    [InlineData("a[*].b", "a|*|b")]
    [InlineData("", "")]
    [InlineData("a.", null)]
    [InlineData(".a", null)]
    [InlineData("a[", null)]
    [InlineData("a[x]", null)]
    [InlineData("""a["b""", null)]
    public void A_path_is_read_as_Pulumi_reads_it(string text, string? segments) => Assert.Equal(
        segments, PropertyPath.TryParse(text) is { } path
            ? string.Join('|', path.Segments.Select(segment => segment is int index ? $"#{index}" : segment)) : null);

    [Theory]
    [InlineData("a")]
    [InlineData("a.b")]
    [InlineData("a[0].b[1]")]
    [InlineData("""a["b.c"].d""")]
    [InlineData("""a["b\"c"]""")]
    public void A_path_is_written_as_it_is_read(string text) => Assert.Equal(text, PropertyPath.Parse(text).ToString());

    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "a.b", true)]
    [InlineData("a.b", "a", false)]
    [InlineData("a.b", "a.c", false)]
    [InlineData("a[*]", "a[3]", true)]
    [InlineData("a[*].b", "a[3].c", false)]
    [InlineData("*", "a", true)]
    [InlineData("ab", "a", false)]
    public void A_pattern_covers_what_it_names_and_what_lies_in_it(string pattern, string path, bool covers) =>
        Assert.Equal(covers, PropertyPath.Parse(pattern).Covers(PropertyPath.Parse(path)));

    public static TheoryData<string, string> Ignoring => new()
    {
        { "size", """{"size":"1","tags":{"a":"4","b":"5"},"ports":["7","8"]}""" },
        { "tags.a", """{"size":"3","tags":{"a":"2","b":"5"},"ports":["7","8"]}""" },
        { "tags[*]", """{"size":"3","tags":{"a":"2"},"ports":["7","8"]}""" },
        { "ports[0]", """{"size":"3","tags":{"a":"4","b":"5"},"ports":["6","8"]}""" },
        // Beyond the old list, and where there is nothing, there is nothing to keep.
        { "ports[1]", """{"size":"3","tags":{"a":"4","b":"5"},"ports":["7","8"]}""" },
        { "size.x", """{"size":"3","tags":{"a":"4","b":"5"},"ports":["7","8"]}""" },
        { "tags.b", """{"size":"3","tags":{"a":"4"},"ports":["7","8"]}""" },
        { "a[", """{"size":"3","tags":{"a":"4","b":"5"},"ports":["7","8"]}""" },
        { "", """{"size":"3","tags":{"a":"4","b":"5"},"ports":["7","8"]}""" },
    };

    [Theory]
    [MemberData(nameof(Ignoring))]
    public void What_is_ignored_keeps_its_old_value(string path, string expected)
    {
        var old = PropertyMap.Of(("size", "1"), ("tags", Map(("a", "2"))), ("ports", List("6")));
        var now = PropertyMap.Of(("size", "3"), ("tags", Map(("a", "4"), ("b", "5"))), ("ports", List("7", "8")));
        using var json = System.Text.Json.JsonDocument.Parse(expected);
        Assert.True(
            System.Text.Json.JsonElement.DeepEquals(json.RootElement, MaskedJson.Of(IgnoredChanges.Apply(now, old, [path]))),
            MaskedJson.Of(IgnoredChanges.Apply(now, old, [path])).GetRawText());
    }

    [Fact]
    public void What_was_secret_stays_so_when_its_change_is_ignored()
    {
        var old = PropertyMap.Of(("auth", new PropertyValue.Secret(Map(("key", "old")))));
        var now = PropertyMap.Of(("auth", Map(("key", "new"))));
        Assert.Equal(
            PropertyMap.Of(("auth", Map(("key", new PropertyValue.Secret("old"))))), IgnoredChanges.Apply(now, old, ["auth.key"]));
        Assert.Equal(old, IgnoredChanges.Apply(now, old, ["auth"]));
    }

    private static PropertyMap Of(PropertyValue? value) => value is null ? PropertyMap.Empty : PropertyMap.Of(("p", value));

    private static PropertyValue.Map Map(params (string Key, PropertyValue Value)[] entries) => new(PropertyMap.Of(entries));

    private static PropertyValue.List List(params PropertyValue[] items) => new([.. items]);

    private static PropertyValue.Asset Asset(string path, string hash) => new(null, path, null, hash);
}
