using System.Text.Json;

namespace PipAi.Packages.Codegen.Schema;

/// <summary>Reads properties and their types, and knows which references are nested objects and which are enumerations.</summary>
internal sealed class TypeReader(IReadOnlyDictionary<string, JsonElement> types)
{
    /// <summary>The type of text.</summary>
    public static readonly PrimitiveType Text = new("string");

    private const string TypePrefix = "#/types/";

    private static readonly Dictionary<string, SchemaType> Simple = new()
    {
        ["string"] = Text,
        ["boolean"] = new PrimitiveType("bool"),
        ["integer"] = new PrimitiveType("int"),
        ["number"] = new PrimitiveType("double"),
        ["pulumi.json#/Any"] = new PrimitiveType("object"),
        ["pulumi.json#/Archive"] = new PrimitiveType("Archive"),
        ["pulumi.json#/Asset"] = new PrimitiveType("AssetOrArchive"),
        ["pulumi.json#/Json"] = new PrimitiveType("System.Text.Json.JsonElement"),
    };

    /// <summary>The nested object types, by token.</summary>
    public IReadOnlyDictionary<string, ObjectDefinition> Objects() => types
        .Where(t => !t.Value.Has("enum"))
        .ToDictionary(t => t.Key, t => new ObjectDefinition(
            t.Key, t.Value.Text("description"), Properties(t.Key, t.Value, "properties", "required")));

    /// <summary>The enumerations, by token.</summary>
    public IReadOnlyDictionary<string, EnumDefinition> Enums() => types
        .Where(t => t.Value.Has("enum"))
        .ToDictionary(t => t.Key, t => new EnumDefinition(
            t.Key, t.Value.Text("description"), [.. t.Value.Child("enum").Items().Select(value => EnumValue(t.Key, value))]));

    /// <summary>The properties under <paramref name="member"/>, those listed under <paramref name="requiredMember"/> required.</summary>
    public IReadOnlyList<PropertyDefinition> Properties(string place, JsonElement json, string member, string requiredMember)
    {
        if (json.Child(member) is not { ValueKind: JsonValueKind.Object } properties) return [];

        var required = json.Child(requiredMember).Items().Select(r => r.GetString()!).ToHashSet();
        var read = properties.EnumerateObject()
            .Select(p => Property($"{place}, {member}.{p.Name}", p.Name, p.Value, required.Remove(p.Name)))
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .ToArray();
        return required.Count == 0
            ? read
            : throw new SchemaException(place, $"'{requiredMember}' names '{required.First()}', which is not among its '{member}'");
    }

    private PropertyDefinition Property(string place, string name, JsonElement json, bool isRequired)
    {
        foreach (var unsupported in (ReadOnlySpan<string>)["const", "defaultInfo", "plain"])
        {
            if (json.Has(unsupported)) throw new SchemaException(place, $"'{unsupported}' is not supported by this generator");
        }

        return new PropertyDefinition
        {
            Name = name,
            CSharpName = json.Child("language").Child("csharp").Text("name"),
            Type = Type(place, json),
            IsRequired = isRequired,
            IsSecret = json.Has("secret"),
            ReplacesOnChange = json.Has("replaceOnChanges"),
            Description = json.Text("description"),
            DeprecationMessage = json.Text("deprecationMessage"),
            Default = json.Child("default") is { ValueKind: not JsonValueKind.Undefined } value ? value : null,
        };
    }

    private SchemaType Type(string place, JsonElement json)
    {
        if (json.Has("oneOf")) return new UnionType([.. json.Child("oneOf").Items().Select(member => Type(place, member))]);
        if (json.Text("$ref") is { Length: > 0 } reference) return Reference(place, reference);
        return json.Text("type") switch
        {
            "array" => new ListType(Type($"{place}[]", json.Child("items"))),
            // A map without a type for its values is a map of strings.
            "object" => new MapType(json.Has("additionalProperties") ? Type($"{place}{{}}", json.Child("additionalProperties")) : Text),
            var simple when Simple.TryGetValue(simple, out var type) => type,
            var other => throw new SchemaException(place, $"'{other}' is no type"),
        };
    }

    private SchemaType Reference(string place, string reference)
    {
        if (Simple.TryGetValue(reference, out var simple)) return simple;

        var token = Uri.UnescapeDataString(
            reference.StartsWith(TypePrefix, StringComparison.Ordinal) ? reference[TypePrefix.Length..] : "");
        if (!types.TryGetValue(token, out var target))
            throw new SchemaException(place, $"refers to '{reference}', which is not in this schema");
        return target.Has("enum") ? new EnumReference(token) : new ObjectReference(token);
    }

    private static EnumValue EnumValue(string place, JsonElement json)
    {
        var value = json.Text("value");
        if (value.Length == 0) throw new SchemaException(place, "only enumerations of strings are supported by this generator");
        return new EnumValue(json.Text("name") is { Length: > 0 } name ? name : value, value, json.Text("description"));
    }
}
