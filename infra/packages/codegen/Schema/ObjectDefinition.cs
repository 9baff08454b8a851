namespace PipAi.Packages.Codegen.Schema;

/// <summary>A nested object type, used in inputs, in outputs or in both.</summary>
/// <param name="Token">The type token, for example <c>fly:index:MachineCheck</c>.</param>
/// <param name="Description">What it is, for the XML docs.</param>
/// <param name="Properties">Its properties, in the schema's order.</param>
internal sealed record ObjectDefinition(string Token, string Description, IReadOnlyList<PropertyDefinition> Properties);
