namespace Pulumi;

/// <summary>Marks a property of a resource as an output; without a name it has the property's.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute : Attribute
{
    /// <summary>An output of that name.</summary>
    public OutputAttribute(string? name = null) => Name = name;

    /// <summary>The output's name on the wire.</summary>
    public string? Name { get; }
}
