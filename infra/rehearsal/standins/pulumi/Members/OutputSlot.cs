using System.Collections.Immutable;

namespace Pulumi.Serialization;

/// <summary>An output property of a resource that waits for the engine's answer.</summary>
internal abstract class OutputSlot
{
    /// <summary>The type that the answer is read into.</summary>
    public abstract Type Type { get; }

    /// <summary>Fills the slot; the resource that owns it joins the resources of the value.</summary>
    public abstract void Fill(Resolved<object?> value);

    /// <summary>Fills the slot with the type's default, unless it is filled.</summary>
    public abstract void FillDefault(bool isKnown);

    /// <summary>Fails what waits for the slot, unless it is filled.</summary>
    public abstract void Fail(Exception failure);
}

/// <summary>A slot for one type.</summary>
internal sealed class OutputSlot<T> : OutputSlot
{
    // Continuations run elsewhere: filling a slot must not run the program's code in the middle of a registration.
    private readonly TaskCompletionSource<Resolved<T>> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ImmutableHashSet<IOrigin> owner;

    public OutputSlot(IOrigin owner)
    {
        this.owner = [owner];
        Output = new Output<T>(source.Task);
    }

    public Output<T> Output { get; }

    public override Type Type => typeof(T);

    public override void Fill(Resolved<object?> value) => source.TrySetResult(new Resolved<T>(
        value.Value is null ? default! : (T)value.Value, value.IsKnown, value.IsSecret, owner.Union(value.Resources)));

    public override void FillDefault(bool isKnown) => source.TrySetResult(new Resolved<T>(default!, isKnown, false, owner));

    public override void Fail(Exception failure) => source.TrySetException(failure);
}
