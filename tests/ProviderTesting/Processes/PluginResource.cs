using System.Text.Json.Nodes;

namespace PipAi.ProviderTesting.Processes;

/// <summary>What an engine keeps of a resource, in the JSON that travels.</summary>
public sealed record PluginResource(string Type, string Name, string Id, JsonObject Inputs, JsonObject Outputs);
