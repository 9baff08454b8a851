namespace Pulumi;

/// <summary>Names the property that fills a constructor's parameter, where the parameter cannot have its name.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OutputConstructorParameterAttribute : Attribute
{
    /// <summary>The property of that name.</summary>
    public OutputConstructorParameterAttribute(string name) => Name = name;

    /// <summary>The property's name on the wire.</summary>
    public string Name { get; }
}
