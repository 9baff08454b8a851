using System.Text.Json;

namespace PipAi.Packages.Codegen.Schema;

/// <summary>
/// Reads a package schema in Pulumi's format. What the generator cannot express is refused here by name, so that no
/// package loses a property in silence.
/// </summary>
internal static class SchemaReader
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Parses the text of a <c>schema.json</c>.</summary>
    /// <exception cref="SchemaException">It is no JSON, lacks something or asks for what is not supported.</exception>
    public static PackageDefinition Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return Package(document.RootElement.Clone());
        }
        catch (JsonException e)
        {
            throw new SchemaException("schema", $"is not valid JSON ({e.Message})");
        }
    }

    private static PackageDefinition Package(JsonElement root)
    {
        if (Children(root, "functions").Length > 0) throw new SchemaException("functions", "are not supported by this generator");

        var name = root.Text("name") is { Length: > 0 } given ? given : throw new SchemaException("name", "is missing");
        var types = new TypeReader(Children(root, "types").ToDictionary(t => t.Name, t => t.Value));
        var csharp = root.Child("language").Child("csharp");
        var isBridged = csharp.Text("compatibility").StartsWith("tfbridge", StringComparison.Ordinal);
        return new PackageDefinition
        {
            Name = name,
            Version = root.Text("version"),
            PluginDownloadUrl = root.Text("pluginDownloadURL"),
            ModuleFormat = root.Child("meta").Text("moduleFormat") is { Length: > 0 } format ? format : "(.*)",
            RootNamespace = csharp.Text("rootNamespace") is { Length: > 0 } space ? space : "Pulumi",
            Namespaces = Children(csharp, "namespaces").ToDictionary(n => n.Name, n => n.Value.GetString()!),
            IsBridged = isBridged,
            Provider = Resource($"pulumi:providers:{name}", root.Child("provider"), types, isProvider: true, isBridged: false),
            Resources = [.. Children(root, "resources").Select(r => Resource(r.Name, r.Value, types, isProvider: false, isBridged))],
            Objects = types.Objects(),
            Enums = types.Enums(),
        };
    }

    private static ResourceDefinition Resource(string token, JsonElement json, TypeReader types, bool isProvider, bool isBridged)
    {
        foreach (var unsupported in (ReadOnlySpan<string>)["isComponent", "methods"])
        {
            if (json.Has(unsupported)) throw new SchemaException(token, $"'{unsupported}' is not supported by this generator");
        }

        var inputs = types.Properties(token, json, "inputProperties", "requiredInputs");
        var outputs = types.Properties(token, json, "properties", "required");
        // A bridged provider lets every property, input or output, take part in a lookup.
        var state = isBridged
            ? [.. outputs.Concat(inputs.Where(i => outputs.All(o => o.Name != i.Name))).OrderBy(p => p.Name, StringComparer.Ordinal)]
            : types.Properties(token, json.Child("stateInputs"), "properties", "");
        return new ResourceDefinition
        {
            Token = token,
            IsProvider = isProvider,
            Description = json.Text("description"),
            DeprecationMessage = json.Text("deprecationMessage"),
            Inputs = inputs,
            // A provider's outputs mirror its textual inputs when the schema does not list them.
            Outputs = isProvider && outputs.Count == 0 ? [.. inputs.Where(i => i.Type == TypeReader.Text)] : outputs,
            State = [.. state.Select(p => p with { IsRequired = false })],
            Aliases = [.. json.Child("aliases").Items().Select(alias => alias.Text("type")).Where(type => type.Length > 0)],
        };
    }

    private static JsonProperty[] Children(JsonElement json, string name) =>
        json.Child(name) is { ValueKind: JsonValueKind.Object } child ? [.. child.EnumerateObject()] : [];
}
