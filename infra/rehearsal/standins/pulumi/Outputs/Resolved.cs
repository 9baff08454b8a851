using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// What an output came to: its value, and the marks that everything made from it inherits. A class, so that tasks of it share
/// their code: for a struct, each type of value would have its own compiled.
/// </summary>
/// <param name="Value">The value; the type's default while it is unknown.</param>
/// <param name="IsKnown">False if only a deployment will tell.</param>
/// <param name="IsSecret">True if it must not be shown or stored in the clear.</param>
/// <param name="Resources">The resources it comes from.</param>
internal sealed record Resolved<T>(T Value, bool IsKnown, bool IsSecret, ImmutableHashSet<IOrigin> Resources)
{
    /// <summary>A value of the program's own, from no resource.</summary>
    public static Resolved<T> Plain(T value) => new(value, true, false, []);

    /// <summary>The same marks on another value.</summary>
    public Resolved<TOther> With<TOther>(TOther value) => new(value, IsKnown, IsSecret, Resources);
}
