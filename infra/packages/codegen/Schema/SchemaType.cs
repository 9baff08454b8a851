namespace PipAi.Packages.Codegen.Schema;

/// <summary>The type of a property.</summary>
internal abstract record SchemaType;

/// <summary>A type with a C# keyword or a Pulumi class of its own.</summary>
/// <param name="CSharp">Its name in C#.</param>
internal sealed record PrimitiveType(string CSharp) : SchemaType;

/// <summary>A list.</summary>
internal sealed record ListType(SchemaType Element) : SchemaType;

/// <summary>A map with strings as keys.</summary>
internal sealed record MapType(SchemaType Element) : SchemaType;

/// <summary>A nested object type of this package.</summary>
internal sealed record ObjectReference(string Token) : SchemaType;

/// <summary>An enumeration of this package.</summary>
internal sealed record EnumReference(string Token) : SchemaType;

/// <summary>One of several types.</summary>
internal sealed record UnionType(IReadOnlyList<SchemaType> Members) : SchemaType
{
    /// <inheritdoc/>
    public bool Equals(UnionType? other) => other is not null && Members.SequenceEqual(other.Members);

    /// <inheritdoc/>
    public override int GetHashCode() => Members.Count;
}
