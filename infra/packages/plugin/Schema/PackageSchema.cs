using System.Reflection;
using System.Text.Json.Nodes;

namespace PipAi.Plugins.Schema;

/// <summary>What a plugin knows of its own <c>schema.json</c>: enough to check inputs and to plan replacements.</summary>
public sealed class PackageSchema
{
    private readonly ImmutableDictionary<string, ObjectSchema> types;
    private readonly ImmutableDictionary<string, ObjectSchema> resources;

    private PackageSchema(string text)
    {
        Text = text;
        var root = JsonNode.Parse(text)!.AsObject();
        Name = root["name"]!.GetValue<string>();
        Version = root["version"]!.GetValue<string>();
        types = Objects(root["types"], "properties", "required");
        resources = Objects(root["resources"], "inputProperties", "requiredInputs");
        Provider = ObjectSchema.Read(root["provider"]!.AsObject(), "inputProperties", "requiredInputs");
    }

    /// <summary>The schema as it was written; what GetSchema answers.</summary>
    public string Text { get; }

    /// <summary>Package name: <c>fly</c>.</summary>
    public string Name { get; }

    /// <summary>Package version: <c>0.1.0</c>.</summary>
    public string Version { get; }

    /// <summary>The provider's own configuration.</summary>
    public ObjectSchema Provider { get; }

    /// <summary>Tokens of all resources: <c>fly:index:App</c>.</summary>
    public IEnumerable<string> ResourceTokens => resources.Keys.Order(StringComparer.Ordinal);

    /// <summary>Reads the <c>schema.json</c> that is embedded in an assembly.</summary>
    /// <exception cref="InvalidOperationException">The assembly has none.</exception>
    public static PackageSchema Embedded(Assembly assembly)
    {
        using var stream = assembly.GetManifestResourceStream("schema.json")
            ?? throw new InvalidOperationException($"The assembly '{assembly.GetName().Name}' embeds no schema.json.");
        using var reader = new StreamReader(stream);
        return new PackageSchema(reader.ReadToEnd());
    }

    /// <summary>Reads a schema from its text.</summary>
    public static PackageSchema Parse(string text) => new(text);

    /// <summary>Inputs of a resource.</summary>
    /// <exception cref="KeyNotFoundException">The package has no resource of this token; the message names the nearest.</exception>
    public ObjectSchema Resource(string token) =>
        resources.TryGetValue(token, out var resource)
            ? resource
            : throw new KeyNotFoundException($"The package '{Name}' has no resource type '{token}'"
                + (Properties.Spelling.DidYouMean(token, resources.Keys) is { Length: > 0 } hint ? hint : "."));

    /// <summary>Properties of a nested type, by the token in a <c>$ref</c>.</summary>
    public ObjectSchema Type(string token) => types[token];

    private static ImmutableDictionary<string, ObjectSchema> Objects(JsonNode? node, string properties, string required) =>
        (node?.AsObject() ?? []).ToImmutableDictionary(
            entry => entry.Key, entry => ObjectSchema.Read(entry.Value!.AsObject(), properties, required));
}
