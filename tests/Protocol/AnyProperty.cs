using CsCheck;
using EmbeddedPulumi.Protocol;

namespace PipAi.Protocol.Tests;

/// <summary>Random property values, nested some levels deep.</summary>
internal static class AnyProperty
{
    private static readonly Gen<string> Name = Gen.String[Gen.Char.AlphaNumeric, 1, 6];

    private static readonly Gen<string> Word = Gen.OneOf(
        Gen.String[0, 8], Gen.OneOf(new[] { "é\"<&>", "日本", "[secret]", "a\nb" }.Select(Gen.Const).ToArray()));

    private static readonly Gen<PropertyValue> Leaf = Gen.OneOf(
        Gen.Const<PropertyValue>(PropertyValue.Null.Value),
        Gen.Const<PropertyValue>(PropertyValue.Unknown.Value),
        Gen.Bool.Select(truth => (PropertyValue)truth),
        Gen.Double.Select(number => (PropertyValue)number),
        Word.Select(text => (PropertyValue)text),
        Word.Select(text => (PropertyValue)new PropertyValue.Asset(text.Length == 0 ? "x" : text, null, null, "ab12")),
        Name.Select(path => (PropertyValue)new PropertyValue.Archive(null, path, null)),
        Name.Select(name => (PropertyValue)new PropertyValue.Resource($"urn:pulumi:s::p::a:b:C::{name}", name)));

    /// <summary>Values without outputs, whose dependencies state does not keep.</summary>
    public static readonly Gen<PropertyValue> Plain = OfDepth(3, outputs: false);

    /// <summary>Values of every kind.</summary>
    public static readonly Gen<PropertyValue> Any = OfDepth(3, outputs: true);

    public static Gen<PropertyMap> Map(Gen<PropertyValue> values) =>
        Gen.Select(Name, values).Array[0, 5].Select(entries => PropertyMap.Of(entries));

    private static Gen<PropertyValue> OfDepth(int depth, bool outputs)
    {
        if (depth == 0) return Leaf;
        var inner = OfDepth(depth - 1, outputs);
        var output = Gen.Select(inner, Gen.Bool, Name.Array[0, 2]).Select((value, secret, names) =>
            (PropertyValue)new PropertyValue.Output(value is PropertyValue.Unknown ? null : value, secret, [.. names]));
        return Gen.OneOf(
            Leaf,
            inner.Array[0, 4].Select(items => (PropertyValue)new PropertyValue.List([.. items])),
            Map(inner).Select(map => (PropertyValue)map),
            inner.Select(value => (PropertyValue)new PropertyValue.Secret(value)),
            outputs ? output : Leaf);
    }
}
