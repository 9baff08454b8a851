namespace Pulumi;

/// <summary>Marks a field or property of an args class as an input of the resource or function.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class InputAttribute(string name, bool required = false, bool json = false) : Attribute
{
    internal string Name { get; } = name;

    internal bool IsRequired { get; } = required;

    /// <summary>True if the value travels as JSON text: how provider settings that are no text are sent.</summary>
    internal bool Json { get; } = json;
}
