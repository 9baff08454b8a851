using System.Collections.Immutable;
using Pulumi;

namespace PipAi.Pulumi.Tests.Things;

/// <summary>A typed resource as the generator makes them, with a property of each kind.</summary>
[ResourceType("test:index:Thing", "1.2.3")]
public sealed class Thing(string name, ThingArgs? args = null, CustomResourceOptions? options = null)
    : CustomResource("test:index:Thing", name, args ?? new ThingArgs(), options)
{
    [Output("label")]
    public Output<string> Label { get; private set; } = null!;

    [Output("count")]
    public Output<int?> Count { get; private set; } = null!;

    [Output("tags")]
    public Output<ImmutableDictionary<string, string>?> Tags { get; private set; } = null!;

    [Output("parts")]
    public Output<ImmutableArray<ThingPart>> Parts { get; private set; } = null!;

    [Output("size")]
    public Output<ThingSize?> Size { get; private set; } = null!;

    [Output("either")]
    public Output<Union<string, int>> Either { get; private set; } = null!;

    [Output("anything")]
    public Output<object?> Anything { get; private set; } = null!;
}

public sealed class ThingArgs : ResourceArgs
{
    [Input("tags")]
    private InputMap<string>? tags;

    [Input("label")]
    public Input<string>? Label { get; set; }

    [Input("count")]
    public Input<int>? Count { get; set; }

    [Input("size")]
    public Input<ThingSize>? Size { get; set; }

    [Input("either")]
    public InputUnion<string, int>? Either { get; set; }

    [Input("document")]
    public InputJson? Document { get; set; }

    [Input("file")]
    public Input<AssetOrArchive>? File { get; set; }

    [Input("other")]
    public Input<Resource>? Other { get; set; }

    [Input("settings", json: true)]
    public Input<ThingPartArgs>? Settings { get; set; }

    [Input("names")]
    private InputList<string>? names;

    [Input("parts")]
    private InputList<ThingPartArgs>? parts;

    public InputList<string> Names
    {
        get => names ??= [];
        set => names = value;
    }

    public InputList<ThingPartArgs> Parts
    {
        get => parts ??= [];
        set => parts = value;
    }

    public InputMap<string> Tags
    {
        get => tags ??= [];
        set => tags = value;
    }
}

public sealed class ThingPartArgs : ResourceArgs
{
    [Input("path", required: true)]
    public Input<string> Path { get; set; } = null!;

    [Input("weight")]
    public Input<double>? Weight { get; set; }
}

[OutputType]
public sealed class ThingPart
{
    public readonly string Path;
    public readonly double? Weight;

    [OutputConstructor]
    private ThingPart(string path, double? weight)
    {
        Path = path;
        Weight = weight;
    }
}

[EnumType]
public readonly struct ThingSize : IEquatable<ThingSize>
{
    private readonly string value;

    private ThingSize(string value) => this.value = value;

    public static ThingSize Small { get; } = new("small");

    public static ThingSize Large { get; } = new("large");

    public static explicit operator string(ThingSize size) => size.value;

    public bool Equals(ThingSize other) => value == other.value;

    public override bool Equals(object? obj) => obj is ThingSize other && Equals(other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(value);
}
