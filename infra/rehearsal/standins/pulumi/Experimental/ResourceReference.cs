namespace Pulumi.Experimental;

/// <summary>A resource of the deployment, as a property value.</summary>
public readonly struct ResourceReference : IEquatable<ResourceReference>
{
    /// <summary>Refers to a resource; a component has no id.</summary>
    public ResourceReference(Urn urn, PropertyValue? id, string version)
    {
        URN = urn;
        Id = id;
        PackageVersion = version;
    }

    /// <summary>The resource's URN.</summary>
    public Urn URN { get; }

    /// <summary>The provider's id: null for a component, <see cref="PropertyValue.Computed"/> while it is unknown.</summary>
    public PropertyValue? Id { get; }

    /// <summary>The version of the resource's package, or empty.</summary>
    public string PackageVersion { get; }

    /// <summary>True if both refer to the same resource in the same way.</summary>
    public static bool operator ==(ResourceReference left, ResourceReference right) => left.Equals(right);

    /// <summary>True unless both refer to the same resource in the same way.</summary>
    public static bool operator !=(ResourceReference left, ResourceReference right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(ResourceReference other) =>
        URN == other.URN && Equals(Id, other.Id) && PackageVersion == other.PackageVersion;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ResourceReference other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(URN, Id, PackageVersion);
}
