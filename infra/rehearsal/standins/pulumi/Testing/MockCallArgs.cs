using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>A function or method that a program under test calls.</summary>
public class MockCallArgs
{
    /// <summary>Its token.</summary>
    public string? Token { get; set; }

    /// <summary>Its arguments.</summary>
    public ImmutableDictionary<string, object> Args { get; set; } = null!;

    /// <summary>Its provider, as <c>URN::ID</c>, or empty.</summary>
    public string? Provider { get; set; }
}
