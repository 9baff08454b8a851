namespace Pulumi;

/// <summary>Marks a class that is filled from an object in a resource's outputs.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OutputTypeAttribute : Attribute
{
}
