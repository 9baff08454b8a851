using System.Diagnostics.CodeAnalysis;

namespace Pulumi;

/// <summary>The identity of a resource in a stack.</summary>
public readonly partial struct Urn : IEquatable<Urn>
{
    private readonly string text;

    /// <summary>A URN as the engine wrote it.</summary>
    /// <exception cref="ArgumentException">The text is null or empty.</exception>
    public Urn(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        text = value;
    }

    /// <summary>The URN's text.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "ToString is the alternate.")]
    public static implicit operator string(Urn value) => value.text;

    /// <summary>True if both name the same resource.</summary>
    public static bool operator ==(Urn left, Urn right) => left.Equals(right);

    /// <summary>True if they name different resources.</summary>
    public static bool operator !=(Urn left, Urn right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => text;

    /// <inheritdoc/>
    public bool Equals(Urn other) => text == other.text;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Urn other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);

    internal static string Name(string urn) => EmbeddedPulumi.Protocol.Urn.Parse(urn).Name;

    internal static string Type(string urn) => EmbeddedPulumi.Protocol.Urn.Parse(urn).Type;
}
