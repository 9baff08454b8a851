using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace EmbeddedPulumi.Protocol;

/// <summary>
/// One value of a resource's inputs or outputs: immutable, one of the cases nested in it, equal by content. Its text masks
/// secrets, so that it may go into messages.
/// </summary>
[SuppressMessage("Design", "CA1034", Justification = "The cases belong to the sum type and are named through it.")]
public abstract record PropertyValue
{
    private PropertyValue()
    {
    }

    /// <summary>True if an unknown stands anywhere in it.</summary>
    public virtual bool ContainsUnknowns => false;

    /// <summary>True if a secret stands anywhere in it.</summary>
    public virtual bool ContainsSecrets => false;

    /// <summary>A text.</summary>
    public static implicit operator PropertyValue(string text) => new Text(text);

    /// <summary>A truth value.</summary>
    public static implicit operator PropertyValue(bool value) => new Bool(value);

    /// <summary>A number; all numbers of the protocol are doubles.</summary>
    public static implicit operator PropertyValue(double value) => new Number(value);

    /// <summary>An object.</summary>
    public static implicit operator PropertyValue(PropertyMap map) => new Map(map);

    /// <summary>The value with every secret mark taken off, at any depth: for comparing, never for showing.</summary>
    public virtual PropertyValue WithoutSecrets() => this;

    /// <summary>The value as JSON for people: secrets read <c>[secret]</c>, unknowns <c>[unknown]</c>.</summary>
    public sealed override string ToString() => PropertyText.Of(this);

    /// <summary>No value.</summary>
    public sealed record Null : PropertyValue
    {
        /// <summary>The only instance.</summary>
        public static readonly Null Value = new();

        private Null()
        {
        }
    }

    /// <summary>A value that only a deployment will tell.</summary>
    public sealed record Unknown : PropertyValue
    {
        /// <summary>The only instance.</summary>
        public static readonly Unknown Value = new();

        private Unknown()
        {
        }

        /// <inheritdoc/>
        public override bool ContainsUnknowns => true;
    }

    /// <summary>A truth value.</summary>
    public sealed record Bool(bool Value) : PropertyValue;

    /// <summary>A number.</summary>
    public sealed record Number(double Value) : PropertyValue;

    /// <summary>A text.</summary>
    public sealed record Text(string Value) : PropertyValue;

    /// <summary>A list.</summary>
    public sealed record List(ImmutableArray<PropertyValue> Items) : PropertyValue
    {
        /// <summary>A list of the given items.</summary>
        public List(params IEnumerable<PropertyValue> items) : this([.. items])
        {
        }

        /// <inheritdoc/>
        public override bool ContainsUnknowns => Items.Any(item => item.ContainsUnknowns);

        /// <inheritdoc/>
        public override bool ContainsSecrets => Items.Any(item => item.ContainsSecrets);

        /// <inheritdoc/>
        public override PropertyValue WithoutSecrets() =>
            ContainsSecrets ? new List(ImmutableArray.CreateRange(Items, item => item.WithoutSecrets())) : this;

        /// <inheritdoc/>
        public bool Equals(List? other) => other is not null && Items.SequenceEqual(other.Items);

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (var item in Items) hash.Add(item);
            return hash.ToHashCode();
        }
    }

    /// <summary>An object.</summary>
    public sealed record Map(PropertyMap Entries) : PropertyValue
    {
        /// <inheritdoc/>
        public override bool ContainsUnknowns => Entries.ContainsUnknowns;

        /// <inheritdoc/>
        public override bool ContainsSecrets => Entries.ContainsSecrets;

        /// <inheritdoc/>
        public override PropertyValue WithoutSecrets() =>
            ContainsSecrets ? new Map(Entries.Select((_, value) => value.WithoutSecrets())) : this;
    }

    /// <summary>A value that must not be shown or stored in the clear.</summary>
    public sealed record Secret(PropertyValue Value) : PropertyValue
    {
        /// <inheritdoc/>
        public override bool ContainsUnknowns => Value.ContainsUnknowns;

        /// <inheritdoc/>
        public override bool ContainsSecrets => true;

        /// <inheritdoc/>
        public override PropertyValue WithoutSecrets() => Value.WithoutSecrets();
    }

    /// <summary>
    /// A file or text: exactly one of the first three is set, or none of them where only the hash travels.
    /// </summary>
    /// <param name="Content">The text itself.</param>
    /// <param name="Path">A file, relative to the program's folder.</param>
    /// <param name="Uri">An http, https or file address.</param>
    /// <param name="Hash">SHA-256 of the content in lower-case hex, or empty.</param>
    public sealed record Asset(string? Content, string? Path, string? Uri, string Hash = "") : PropertyValue;

    /// <summary>A collection of files: exactly one of the first three is set, or none where only the hash travels.</summary>
    /// <param name="Assets">Assets and archives by name.</param>
    /// <param name="Path">A folder or an archive file, relative to the program's folder.</param>
    /// <param name="Uri">An http, https or file address.</param>
    /// <param name="Hash">SHA-256 of the content in lower-case hex, or empty.</param>
    public sealed record Archive(PropertyMap? Assets, string? Path, string? Uri, string Hash = "") : PropertyValue
    {
        /// <inheritdoc/>
        public override bool ContainsSecrets => Assets is { ContainsSecrets: true };

        /// <inheritdoc/>
        public override PropertyValue WithoutSecrets() =>
            ContainsSecrets ? this with { Assets = Assets!.Select((_, value) => value.WithoutSecrets()) } : this;
    }

    /// <summary>A resource of the deployment.</summary>
    /// <param name="Urn">Its URN.</param>
    /// <param name="Id">Null for a component, empty while it is unknown.</param>
    /// <param name="PackageVersion">The version of its package, or empty.</param>
    /// <param name="Name">Its logical name, if it was sent.</param>
    /// <param name="Type">Its type token, if it was sent.</param>
    public sealed record Resource(string Urn, string? Id, string PackageVersion = "", string Name = "", string Type = "") : PropertyValue
    {
        /// <inheritdoc/>
        public override bool ContainsUnknowns => Id is "";
    }

    /// <summary>A value with the resources that it comes from.</summary>
    /// <param name="Value">Null while it is unknown.</param>
    /// <param name="IsSecret">True if it must not be shown.</param>
    /// <param name="Dependencies">URNs.</param>
    public sealed record Output(PropertyValue? Value, bool IsSecret, ImmutableArray<string> Dependencies) : PropertyValue
    {
        /// <inheritdoc/>
        public override bool ContainsUnknowns => Value is null || Value.ContainsUnknowns;

        /// <inheritdoc/>
        public override bool ContainsSecrets => IsSecret || Value is { ContainsSecrets: true };

        /// <summary>The value with secret and unknown marks in place of the output.</summary>
        public PropertyValue Lowered => IsSecret ? new Secret(Value ?? Unknown.Value) : Value ?? Unknown.Value;

        /// <inheritdoc/>
        public override PropertyValue WithoutSecrets() => this with { IsSecret = false, Value = Value?.WithoutSecrets() };

        /// <inheritdoc/>
        public bool Equals(Output? other) =>
            other is not null && IsSecret == other.IsSecret && Equals(Value, other.Value)
            && Dependencies.SequenceEqual(other.Dependencies);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Value, IsSecret, Dependencies.Length);
    }
}
