namespace PipAi.Packages.Codegen.Schema;

/// <summary>The schema cannot be turned into code; the message names the place in it and what is wrong there.</summary>
internal sealed class SchemaException(string place, string problem) : Exception($"{place}: {problem}");
