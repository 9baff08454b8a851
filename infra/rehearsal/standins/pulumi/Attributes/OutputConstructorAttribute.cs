namespace Pulumi;

/// <summary>Marks the constructor by which an output type is filled: its parameters are the object's properties.</summary>
[AttributeUsage(AttributeTargets.Constructor)]
public sealed class OutputConstructorAttribute : Attribute
{
}
