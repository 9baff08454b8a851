namespace Pulumi;

/// <summary>
/// Marks a struct that stands for a text or number from a fixed set: made by a constructor, read by an explicit conversion.
/// </summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class EnumTypeAttribute : Attribute
{
}
