using EmbeddedPulumi.Engine.Files;

namespace EmbeddedPulumi.Engine.Stacks;

/// <summary>What the project file says about one configuration key.</summary>
/// <param name="Type"><c>string</c>, <c>integer</c>, <c>boolean</c>, <c>array</c>, <c>object</c>; null when any type will do.</param>
/// <param name="ItemType">The type of an array's items; null when any will do.</param>
/// <param name="Secret">Whether the value is a secret even where it is written in plain text.</param>
/// <param name="Default">The value a stack has that sets none; null: every stack must set one (if a type is declared).</param>
internal sealed record ConfigDeclaration(string? Type, string? ItemType, bool Secret, YamlValue? Default);
