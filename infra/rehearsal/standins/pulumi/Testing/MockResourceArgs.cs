using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>A resource that a program under test registers or reads.</summary>
public class MockResourceArgs
{
    /// <summary>Its type token.</summary>
    public string? Type { get; set; }

    /// <summary>Its logical name.</summary>
    public string? Name { get; set; }

    /// <summary>Its inputs; unknown ones and those without a value are left out, secret ones are plain.</summary>
    public ImmutableDictionary<string, object> Inputs { get; set; } = null!;

    /// <summary>Its provider, as <c>URN::ID</c>, or empty.</summary>
    public string? Provider { get; set; }

    /// <summary>The id that it is read or imported by, or empty.</summary>
    public string? Id { get; set; }
}
