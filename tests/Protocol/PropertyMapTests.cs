using EmbeddedPulumi.Protocol;

namespace PipAi.Protocol.Tests;

public sealed class PropertyMapTests
{
    [Fact]
    public void Keeps_ordinal_order_whatever_it_is_made_from() =>
        Assert.Equal(["B", "a", "b"], PropertyMap.Of(("b", 1), ("B", 2), ("a", 3)).Keys);

    [Fact]
    public void A_later_entry_replaces_an_earlier_one() =>
        Assert.Equal(2, Assert.IsType<PropertyValue.Number>(PropertyMap.Of(("a", 1), ("a", 2))["a"]).Value);

    [Fact]
    public void Adds_replaces_and_removes_without_changing_the_original()
    {
        var map = PropertyMap.Of(("a", 1), ("c", 3));
        Assert.Equal(PropertyMap.Of(("a", 1), ("b", 2), ("c", 3)), map.With("b", 2));
        Assert.Equal(PropertyMap.Of(("a", 9), ("c", 3)), map.With("a", 9));
        Assert.Equal(PropertyMap.Of(("c", 3)), map.Without("a").Without("missing"));
        Assert.Equal(["a", "c"], map.Keys);
    }

    [Fact]
    public void Is_equal_by_content_at_any_depth()
    {
        static PropertyMap Make(double number) =>
            PropertyMap.Of(("list", new PropertyValue.List(PropertyMap.Of(("n", number)), new PropertyValue.Secret("s"))));

        Assert.Equal(Make(1), Make(1));
        Assert.Equal(Make(1).GetHashCode(), Make(1).GetHashCode());
        Assert.NotEqual(Make(1), Make(2));
    }

    [Fact]
    public void Names_the_property_that_is_missing() =>
        Assert.Contains("'nothing'", Assert.Throws<KeyNotFoundException>(() => PropertyMap.Empty["nothing"]).Message);

    [Fact]
    public void Its_text_shows_neither_secrets_nor_sentinels() =>
        Assert.Equal(
            """{"deep":[{"key":"[secret]"}],"later":"[unknown]","out":"[secret]","plain":"x"}""",
            PropertyMap.Of(
                ("plain", "x"),
                ("deep", new PropertyValue.List(PropertyMap.Of(("key", new PropertyValue.Secret("hunter2"))))),
                ("later", PropertyValue.Unknown.Value),
                ("out", new PropertyValue.Output("hunter2", true, []))).ToString());

    [Fact]
    public void Knows_what_it_contains()
    {
        var secret = PropertyMap.Of(("a", new PropertyValue.List(new PropertyValue.Secret("s"))));
        Assert.True(secret.ContainsSecrets);
        Assert.False(secret.ContainsUnknowns);
        Assert.True(PropertyMap.Of(("a", new PropertyValue.Secret(PropertyValue.Unknown.Value))).ContainsUnknowns);
        Assert.Equal(
            PropertyMap.Of(("a", new PropertyValue.List("s"))),
            ((PropertyValue.Map)new PropertyValue.Map(secret).WithoutSecrets()).Entries);
    }
}
