using System.Text.Json;

namespace PipAi.Packages.Codegen.Schema;

/// <summary>One property of a resource or of a nested type.</summary>
internal sealed record PropertyDefinition
{
    /// <summary>The name on the wire.</summary>
    public required string Name { get; init; }

    /// <summary>The C# name the schema demands (<c>language.csharp.name</c>); empty when it follows from <see cref="Name"/>.</summary>
    public required string CSharpName { get; init; }

    /// <summary>The property's type.</summary>
    public required SchemaType Type { get; init; }

    /// <summary>Whether it is always there.</summary>
    public required bool IsRequired { get; init; }

    /// <summary>Whether its value is a secret, whatever the program says.</summary>
    public required bool IsSecret { get; init; }

    /// <summary>Whether a change of it replaces the resource.</summary>
    public required bool ReplacesOnChange { get; init; }

    /// <summary>What it means, for the XML docs.</summary>
    public required string Description { get; init; }

    /// <summary>What to use instead; empty while the property is not deprecated.</summary>
    public required string DeprecationMessage { get; init; }

    /// <summary>The value that arguments start with, if any: a string, a number or a boolean.</summary>
    public required JsonElement? Default { get; init; }
}
