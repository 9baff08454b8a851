using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A map of inputs: written as a collection initializer, or converted from dictionaries and outputs of them.</summary>
/// <typeparam name="TValue">The values' type; keys are texts.</typeparam>
public sealed class InputMap<TValue>
    : Input<ImmutableDictionary<string, TValue>>, IEnumerable, IAsyncEnumerable<Input<KeyValuePair<string, TValue>>>, IInputCollection
{
    private Output<ImmutableDictionary<string, Input<TValue>>> elements;

    /// <summary>An empty map.</summary>
    public InputMap() : this(Output.Create(ImmutableDictionary<string, Input<TValue>>.Empty))
    {
    }

    internal InputMap(Output<ImmutableDictionary<string, Input<TValue>>> elements) : base(Flatten(elements)) =>
        this.elements = elements;

    IOutput IInputCollection.Elements => elements;

    /// <summary>Adds an entry, as <see cref="Add(string, Input{TValue})"/> does.</summary>
    public Input<TValue> this[string key]
    {
        set => Add(key, value);
    }

    /// <summary>A map of values.</summary>
    public static implicit operator InputMap<TValue>(Dictionary<string, TValue> values) => Output.Create(values);

    /// <summary>A map of values.</summary>
    public static implicit operator InputMap<TValue>(ImmutableDictionary<string, TValue> values) => Output.Create(values);

    /// <summary>A map that is an output as a whole.</summary>
    public static implicit operator InputMap<TValue>(Output<Dictionary<string, TValue>> values) =>
        values.Apply(ImmutableDictionary.CreateRange);

    /// <summary>A map that is an output as a whole.</summary>
    public static implicit operator InputMap<TValue>(Output<IDictionary<string, TValue>> values) =>
        values.Apply(ImmutableDictionary.CreateRange);

    /// <summary>A map that is an output as a whole.</summary>
    public static implicit operator InputMap<TValue>(Output<ImmutableDictionary<string, TValue>> values) => new(values.Apply(
        entries => entries?.ToImmutableDictionary(entry => entry.Key, entry => (Input<TValue>)entry.Value)!));

    /// <summary>Both maps in one; where both have a key, the second wins.</summary>
    public static InputMap<TValue> Merge(InputMap<TValue> first, InputMap<TValue> second) =>
        new(Output.Tuple(first.elements, second.elements).Apply(pair => pair.Item1.SetItems(pair.Item2)));

    /// <summary>Adds an entry. The same key with another value is an error.</summary>
    public void Add(string key, Input<TValue> value) => Become(elements.Apply(entries =>
        entries.TryGetValue(key, out var existing) ? entries.SetItem(key, Same(key, existing, value)) : entries.Add(key, value)));

    /// <summary>Adds all entries of another map.</summary>
    public void Add(InputMap<TValue> values) => AddRange(values);

    /// <summary>Adds all entries of another map.</summary>
    public void AddRange(InputMap<TValue> values) =>
        Become(Output.Tuple(elements, values.elements).Apply(pair => pair.Item1.AddRange(pair.Item2)));

    /// <summary>The entries, one after the other, once the map is known.</summary>
    public async IAsyncEnumerator<Input<KeyValuePair<string, TValue>>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        var none = ImmutableDictionary<string, TValue>.Empty;
        foreach (var entry in await output.GetValueAsync(whenUnknown: none).ConfigureAwait(false)) yield return entry;
    }

    IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException(
        $"A {GetType().FullName} cannot be synchronously enumerated. Use {nameof(GetAsyncEnumerator)} instead.");

    private static Output<TValue> Same(string key, Input<TValue> existing, Input<TValue> added) =>
        Output.Tuple(existing, added).Apply(pair => EqualityComparer<TValue>.Default.Equals(pair.Item1, pair.Item2)
            ? pair.Item1
            : throw new ArgumentException($"Key '{key}' already exists in the map with a different value."));

    private static Output<ImmutableDictionary<string, TValue>> Flatten(Output<ImmutableDictionary<string, Input<TValue>>> elements) =>
        elements.Apply(inputs =>
        {
            if (inputs is null) return Output.Create(default(ImmutableDictionary<string, TValue>)!);
            var entries = inputs.Select(entry => entry.Value.Apply(value => KeyValuePair.Create(entry.Key, value)));
            return Output.All(entries).Apply(known => ImmutableDictionary.CreateRange(known));
        });

    private void Become(Output<ImmutableDictionary<string, Input<TValue>>> changed)
    {
        elements = changed;
        output = Flatten(changed);
    }
}
