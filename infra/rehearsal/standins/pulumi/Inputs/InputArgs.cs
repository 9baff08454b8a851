using Pulumi.Serialization;

namespace Pulumi;

/// <summary>The inputs of a resource or function: fields and properties with <see cref="InputAttribute"/>.</summary>
public abstract class InputArgs
{
    /// <summary>The inputs by their names on the wire.</summary>
    /// <exception cref="ArgumentNullException">A required input is missing.</exception>
    internal virtual IReadOnlyDictionary<string, object?> ToDictionary()
    {
        var members = InputMember.Of(GetType());
        var inputs = new Dictionary<string, object?>(members.Length);
        foreach (var member in members)
        {
            var value = member.Read(this);
            if (value is null && member.Attribute.IsRequired)
            {
                throw new ArgumentNullException(
                    member.Name, $"[Input] {GetType().FullName}.{member.Name} is required but was not given a value");
            }

            inputs.Add(member.Attribute.Name, member.Attribute.Json && value is not null ? new JsonText(value) : value);
        }

        return inputs;
    }
}
