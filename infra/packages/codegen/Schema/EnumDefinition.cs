namespace PipAi.Packages.Codegen.Schema;

/// <summary>A closed list of strings.</summary>
/// <param name="Token">The type token.</param>
/// <param name="Description">What it is, for the XML docs.</param>
/// <param name="Values">Its values, in the schema's order.</param>
internal sealed record EnumDefinition(string Token, string Description, IReadOnlyList<EnumValue> Values);

/// <summary>One value of an enumeration.</summary>
/// <param name="Name">The C# name.</param>
/// <param name="Value">The text on the wire.</param>
/// <param name="Description">What it means, for the XML docs.</param>
internal sealed record EnumValue(string Name, string Value, string Description);
