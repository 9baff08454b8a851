namespace Pulumi;

/// <summary>A union whose types do not matter, for serializing.</summary>
internal interface IUnion
{
    object Value { get; }
}

/// <summary>A value of one of two types.</summary>
public readonly struct Union<T0, T1> : IEquatable<Union<T0, T1>>, IUnion
{
    private readonly T0 first;
    private readonly T1 second;

    private Union(bool isSecond, T0 first, T1 second)
    {
        IsT1 = isSecond;
        this.first = first;
        this.second = second;
    }

    /// <summary>True if it holds the first type.</summary>
    public bool IsT0 => !IsT1;

    /// <summary>True if it holds the second type.</summary>
    public bool IsT1 { get; }

    /// <summary>The value, if it is of the first type.</summary>
    /// <exception cref="InvalidOperationException">It is of the second.</exception>
    public T0 AsT0 => IsT0 ? first : throw Wrong(typeof(T0));

    /// <summary>The value, if it is of the second type.</summary>
    /// <exception cref="InvalidOperationException">It is of the first.</exception>
    public T1 AsT1 => IsT1 ? second : throw Wrong(typeof(T1));

    /// <summary>The value.</summary>
    public object Value => IsT1 ? second! : first!;

    /// <summary>A value of the first type.</summary>
    public static implicit operator Union<T0, T1>(T0 t) => FromT0(t);

    /// <summary>A value of the second type.</summary>
    public static implicit operator Union<T0, T1>(T1 t) => FromT1(t);

    /// <summary>True if both hold the same value of the same type.</summary>
    public static bool operator ==(Union<T0, T1> left, Union<T0, T1> right) => left.Equals(right);

    /// <summary>True unless both hold the same value of the same type.</summary>
    public static bool operator !=(Union<T0, T1> left, Union<T0, T1> right) => !left.Equals(right);

    /// <summary>A value of the first type.</summary>
    public static Union<T0, T1> FromT0(T0 input) => new(false, input, default!);

    /// <summary>A value of the second type.</summary>
    public static Union<T0, T1> FromT1(T1 input) => new(true, default!, input);

    /// <summary>Changes a value of the first type.</summary>
    public Union<TResult, T1> MapT0<TResult>(Func<T0, TResult> mapFunc) => Bimap(mapFunc, value => value);

    /// <summary>Changes a value of the second type.</summary>
    public Union<T0, TResult> MapT1<TResult>(Func<T1, TResult> mapFunc) => Bimap(value => value, mapFunc);

    /// <summary>Changes the value, whichever type it is.</summary>
    public Union<TResult0, TResult1> Bimap<TResult0, TResult1>(Func<T0, TResult0> mapFunc0, Func<T1, TResult1> mapFunc1) => IsT1
        ? Union<TResult0, TResult1>.FromT1(mapFunc1(second))
        : Union<TResult0, TResult1>.FromT0(mapFunc0(first));

    /// <summary>Computes a result from the value, whichever type it is.</summary>
    public TResult Match<TResult>(Func<T0, TResult> f0, Func<T1, TResult> f1) => IsT1 ? f1(second) : f0(first);

    /// <summary>Does something with the value, whichever type it is.</summary>
    public void Switch(Action<T0> f0, Action<T1> f1)
    {
        if (IsT1) f1(second);
        else f0(first);
    }

    /// <summary>True, with the value, if it is of the first type; otherwise the remainder is the value.</summary>
    public bool TryPickT0(out T0 value, out T1 remainder)
    {
        (value, remainder) = (first, second);
        return IsT0;
    }

    /// <summary>True, with the value, if it is of the second type; otherwise the remainder is the value.</summary>
    public bool TryPickT1(out T1 value, out T0 remainder)
    {
        (value, remainder) = (second, first);
        return IsT1;
    }

    /// <inheritdoc/>
    public bool Equals(Union<T0, T1> other) => IsT1 == other.IsT1
        && EqualityComparer<T0>.Default.Equals(first, other.first) && EqualityComparer<T1>.Default.Equals(second, other.second);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Union<T0, T1> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsT1, first, second);

    /// <inheritdoc/>
    public override string ToString() => $"{Value}";

    private InvalidOperationException Wrong(Type asked) => new(
        $"The union holds a {(IsT1 ? typeof(T1) : typeof(T0)).Name}, not a {asked.Name}.");
}
