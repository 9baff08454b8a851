using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A list of inputs: written as a collection initializer, or converted from arrays, lists and outputs of them.</summary>
/// <typeparam name="T">The elements' type.</typeparam>
public sealed class InputList<T> : Input<ImmutableArray<T>>, IEnumerable, IAsyncEnumerable<Input<T>>, IInputCollection
{
    private Output<ImmutableArray<Input<T>>> elements;

    /// <summary>An empty list.</summary>
    public InputList() : this(Output.Create(ImmutableArray<Input<T>>.Empty))
    {
    }

    private InputList(Output<ImmutableArray<Input<T>>> elements) : base(Flatten(elements)) => this.elements = elements;

    IOutput IInputCollection.Elements => elements;

    /// <summary>A list of one value.</summary>
    public static implicit operator InputList<T>(T value) => Of([value]);

    /// <summary>A list of one output.</summary>
    public static implicit operator InputList<T>(Output<T> value) => Of([value]);

    /// <summary>A list of one input.</summary>
    public static implicit operator InputList<T>(Input<T> value) => Of([value]);

    /// <summary>A list of values.</summary>
    public static implicit operator InputList<T>(T[] values) => Of([.. values.Select(value => (Input<T>)value)]);

    /// <summary>A list of outputs.</summary>
    public static implicit operator InputList<T>(Output<T>[] values) => Of([.. values.Select(value => (Input<T>)value)]);

    /// <summary>A list of inputs.</summary>
    public static implicit operator InputList<T>(Input<T>[] values) => Of([.. values]);

    /// <summary>A list of values.</summary>
    public static implicit operator InputList<T>(List<T> values) => Of([.. values.Select(value => (Input<T>)value)]);

    /// <summary>A list of outputs.</summary>
    public static implicit operator InputList<T>(List<Output<T>> values) => Of([.. values.Select(value => (Input<T>)value)]);

    /// <summary>A list of inputs.</summary>
    public static implicit operator InputList<T>(List<Input<T>> values) => Of([.. values]);

    /// <summary>A list of values.</summary>
    public static implicit operator InputList<T>(ImmutableArray<T> values) =>
        Of(values.IsDefault ? default : ImmutableArray.CreateRange(values, value => (Input<T>)value));

    /// <summary>A list of outputs.</summary>
    public static implicit operator InputList<T>(ImmutableArray<Output<T>> values) =>
        Of(values.IsDefault ? default : ImmutableArray.CreateRange(values, value => (Input<T>)value));

    /// <summary>A list of inputs.</summary>
    public static implicit operator InputList<T>(ImmutableArray<Input<T>> values) => Of(values);

    /// <summary>A list that is an output as a whole.</summary>
    public static implicit operator InputList<T>(Output<T[]> values) => values.Apply(ImmutableArray.CreateRange);

    /// <summary>A list that is an output as a whole.</summary>
    public static implicit operator InputList<T>(Output<List<T>> values) => values.Apply(ImmutableArray.CreateRange);

    /// <summary>A list that is an output as a whole.</summary>
    public static implicit operator InputList<T>(Output<IEnumerable<T>> values) => values.Apply(ImmutableArray.CreateRange);

    /// <summary>A list that is an output as a whole.</summary>
    public static implicit operator InputList<T>(Output<ImmutableArray<T>> values) => new(values.Apply(items =>
        items.IsDefault ? default : ImmutableArray.CreateRange(items, item => (Input<T>)item)));

    /// <summary>Adds inputs at the end.</summary>
    public void Add(params Input<T>[] inputs) => Become(Concat(inputs).elements);

    /// <summary>Adds a list at the end.</summary>
    public void Add(InputList<T> inputs) => AddRange(inputs);

    /// <summary>Adds a list at the end.</summary>
    public void AddRange(InputList<T> inputs) => Become(Concat(inputs).elements);

    /// <summary>This list and another one behind it, as a new list.</summary>
    public InputList<T> Concat(InputList<T> other) =>
        new(Output.Tuple(elements, other.elements).Apply(pair => OrEmpty(pair.Item1).AddRange(OrEmpty(pair.Item2))));

    /// <summary>The elements, one after the other, once the list is known.</summary>
    public async IAsyncEnumerator<Input<T>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        foreach (var item in await output.GetValueAsync(whenUnknown: []).ConfigureAwait(false)) yield return item;
    }

    IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException(
        $"A {GetType().FullName} cannot be synchronously enumerated. Use {nameof(GetAsyncEnumerator)} instead.");

    internal InputList<T> Clone() => new(elements);

    private static InputList<T> Of(ImmutableArray<Input<T>> values) => new(Output.Create(values));

    private static ImmutableArray<Input<T>> OrEmpty(ImmutableArray<Input<T>> items) => items.IsDefault ? [] : items;

    private static Output<ImmutableArray<T>> Flatten(Output<ImmutableArray<Input<T>>> elements) =>
        elements.Apply(inputs => inputs.IsDefault ? Output.Create(default(ImmutableArray<T>)) : Output.All(inputs));

    private void Become(Output<ImmutableArray<Input<T>>> changed)
    {
        elements = changed;
        output = Flatten(changed);
    }
}
