using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Wire = EmbeddedPulumi.Protocol.PropertyValue;

namespace PipAi.Plugins.Values;

/// <summary>
/// One value of a resource's inputs or outputs as a provider sees it: immutable, equal by content, with the marks
/// "secret" and "depends on" beside it.
/// </summary>
public sealed class PropertyValue : IEquatable<PropertyValue>
{
    /// <summary>No value.</summary>
    public static readonly PropertyValue Null = new(PropertyValueType.Null, null);

    /// <summary>A value that only a deployment will tell.</summary>
    public static readonly PropertyValue Computed = new(PropertyValueType.Computed, null);

    private readonly object? content;

    /// <summary>A truth value.</summary>
    public PropertyValue(bool value) : this(PropertyValueType.Bool, value)
    {
    }

    /// <summary>A number.</summary>
    public PropertyValue(double value) : this(PropertyValueType.Number, value)
    {
    }

    /// <summary>A text.</summary>
    public PropertyValue(string value) : this(PropertyValueType.String, value)
    {
    }

    /// <summary>A list.</summary>
    public PropertyValue(ImmutableArray<PropertyValue> value) : this(PropertyValueType.Array, value)
    {
    }

    /// <summary>An object.</summary>
    public PropertyValue(ImmutableDictionary<string, PropertyValue> value) : this(PropertyValueType.Map, value)
    {
    }

    /// <summary>A file or text.</summary>
    public PropertyValue(Wire.Asset value) : this(PropertyValueType.Asset, value)
    {
    }

    /// <summary>A collection of files.</summary>
    public PropertyValue(Wire.Archive value) : this(PropertyValueType.Archive, value)
    {
    }

    /// <summary>A resource of the deployment.</summary>
    public PropertyValue(Wire.Resource value) : this(PropertyValueType.Resource, value)
    {
    }

    private PropertyValue(PropertyValueType type, object? content)
    {
        this.content = content;
        Type = content is null && type != PropertyValueType.Computed ? PropertyValueType.Null : type;
        Dependencies = [];
    }

    /// <summary>Which kind of value it is.</summary>
    public PropertyValueType Type { get; }

    /// <summary>True if it is no value.</summary>
    public bool IsNull => Type == PropertyValueType.Null;

    /// <summary>True if only a deployment will tell it.</summary>
    public bool IsComputed => Type == PropertyValueType.Computed;

    /// <summary>True if it must not be shown or stored in the clear.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The resources it comes from.</summary>
    public ImmutableHashSet<string> Dependencies { get; init; }

    /// <summary>Calls the function for the value's kind.</summary>
    public T Match<T>(
        Func<T> nullCase,
        Func<bool, T> boolCase,
        Func<double, T> numberCase,
        Func<string, T> stringCase,
        Func<ImmutableArray<PropertyValue>, T> arrayCase,
        Func<ImmutableDictionary<string, PropertyValue>, T> mapCase,
        Func<Wire.Asset, T> assetCase,
        Func<Wire.Archive, T> archiveCase,
        Func<Wire.Resource, T> resourceCase,
        Func<T> computedCase) => Type switch
        {
            PropertyValueType.Null => nullCase(),
            PropertyValueType.Bool => boolCase((bool)content!),
            PropertyValueType.Number => numberCase((double)content!),
            PropertyValueType.String => stringCase((string)content!),
            PropertyValueType.Array => arrayCase((ImmutableArray<PropertyValue>)content!),
            PropertyValueType.Map => mapCase((ImmutableDictionary<string, PropertyValue>)content!),
            PropertyValueType.Asset => assetCase((Wire.Asset)content!),
            PropertyValueType.Archive => archiveCase((Wire.Archive)content!),
            PropertyValueType.Resource => resourceCase((Wire.Resource)content!),
            PropertyValueType.Computed => computedCase(),
        };

    /// <summary>True, with the value, if it is a truth value.</summary>
    public bool TryGetBool(out bool value) => TryGet(out value);

    /// <summary>True, with the value, if it is a number.</summary>
    public bool TryGetNumber(out double value) => TryGet(out value);

    /// <summary>True, with the value, if it is a text.</summary>
    public bool TryGetString([NotNullWhen(true)] out string? value) => TryGet(out value);

    /// <summary>True, with the value, if it is a list.</summary>
    public bool TryGetArray(out ImmutableArray<PropertyValue> value) => TryGet(out value);

    /// <summary>True, with the value, if it is an object.</summary>
    public bool TryGetMap([NotNullWhen(true)] out ImmutableDictionary<string, PropertyValue>? value) => TryGet(out value);

    /// <summary>The same value, marked secret or not.</summary>
    public PropertyValue WithSecret(bool secret) => new(Type, content) { IsSecret = secret, Dependencies = Dependencies };

    /// <summary>The same value with other dependencies.</summary>
    public PropertyValue WithDependencies(ImmutableHashSet<string> dependencies) =>
        new(Type, content) { IsSecret = IsSecret, Dependencies = dependencies };

    /// <inheritdoc/>
    public bool Equals(PropertyValue? other) => other is not null && Type == other.Type && IsSecret == other.IsSecret
        && Dependencies.SetEquals(other.Dependencies) && SameContent(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PropertyValue);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, IsSecret, Match(
        () => 0,
        value => value.GetHashCode(),
        value => value.GetHashCode(),
        value => value.GetHashCode(StringComparison.Ordinal),
        items => items.Aggregate(0, HashCode.Combine),
        entries => entries.Count,
        asset => asset.GetHashCode(),
        archive => archive.GetHashCode(),
        resource => resource.GetHashCode(),
        () => 1));

    /// <summary>The value for people: secrets read <c>[secret]</c>.</summary>
    public override string? ToString() => IsSecret ? "[secret]" : Match(
        () => "null",
        value => value.ToString(),
        value => value.ToString(CultureInfo.InvariantCulture),
        value => value,
        items => $"[{string.Join(",", items)}]",
        entries => $"{{{string.Join(",", entries.Select(entry => $"{entry.Key}:{entry.Value}"))}}}",
        asset => asset.ToString(),
        archive => archive.ToString(),
        resource => resource.Urn,
        () => "{unknown}");

    private bool TryGet<T>([NotNullWhen(true)] out T? value)
    {
        value = content is T found ? found : default;
        return content is T;
    }

    private bool SameContent(PropertyValue other) => (content, other.content) switch
    {
        (ImmutableArray<PropertyValue> mine, ImmutableArray<PropertyValue> theirs) => mine.SequenceEqual(theirs),
        (ImmutableDictionary<string, PropertyValue> mine, ImmutableDictionary<string, PropertyValue> theirs) =>
            mine.Count == theirs.Count && mine.All(entry => theirs.TryGetValue(entry.Key, out var value) && entry.Value.Equals(value)),
        var (mine, theirs) => Equals(mine, theirs),
    };
}
