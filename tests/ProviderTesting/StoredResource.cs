namespace PipAi.ProviderTesting;

/// <summary>What an engine keeps of a resource.</summary>
public sealed record StoredResource(string Type, string Name, string Id, PropertyMap Inputs, PropertyMap Outputs)
{
    /// <summary>An output that is a text; empty where there is none.</summary>
    public string Output(string name) => Outputs.TryGetValue(name, out var value) && value.TryGetString(out var text) ? text : "";
}
