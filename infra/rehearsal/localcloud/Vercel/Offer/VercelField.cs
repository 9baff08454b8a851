using System.Collections.Immutable;

namespace PipAi.LocalCloud.Vercel.Offer;

/// <summary>A field of a request's body, or a query parameter, that Vercel takes. Null is as good as not there, as at Vercel.</summary>
internal sealed record VercelField
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What its value can be.</summary>
    public required FieldShape Shape { get; init; }

    /// <summary>Whether it must be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The texts that a choice, or an item of a list, can be; empty for any.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>The members of an object, or of each object in a list.</summary>
    public ImmutableArray<VercelField> Members { get; init; } = [];

    /// <summary>This field, where it must be there.</summary>
    public VercelField Required => this with { IsRequired = true };

    /// <summary>Any text.</summary>
    public static VercelField Text(string name) => new() { Name = name, Shape = FieldShape.Text };

    /// <summary>True or false.</summary>
    public static VercelField Flag(string name) => new() { Name = name, Shape = FieldShape.Flag };

    /// <summary>A whole number.</summary>
    public static VercelField Number(string name) => new() { Name = name, Shape = FieldShape.Number };

    /// <summary>A text, or a whole number.</summary>
    public static VercelField TextOrNumber(string name) => new() { Name = name, Shape = FieldShape.TextOrNumber };

    /// <summary>One of a few texts.</summary>
    public static VercelField Choice(string name, params ImmutableArray<string> choices) =>
        new() { Name = name, Shape = FieldShape.Choice, Choices = choices };

    /// <summary>An object.</summary>
    public static VercelField Object(string name, params ImmutableArray<VercelField> members) =>
        new() { Name = name, Shape = FieldShape.Object, Members = members };

    /// <summary>A list of objects.</summary>
    public static VercelField Objects(string name, params ImmutableArray<VercelField> members) =>
        new() { Name = name, Shape = FieldShape.List, Members = members };

    /// <summary>A list of texts.</summary>
    public static VercelField Texts(string name, params ImmutableArray<string> choices) =>
        new() { Name = name, Shape = FieldShape.List, Choices = choices };

    /// <summary>A text, or a list of texts.</summary>
    public static VercelField TextOrTexts(string name, params ImmutableArray<string> choices) =>
        new() { Name = name, Shape = FieldShape.TextOrList, Choices = choices };

    /// <summary>An object with members of any names.</summary>
    public static VercelField Map(string name) => new() { Name = name, Shape = FieldShape.Map };

    /// <summary>Nothing but null.</summary>
    public static VercelField Nothing(string name) => new() { Name = name, Shape = FieldShape.Nothing };
}
