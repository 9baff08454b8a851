using System.Globalization;
using System.Text.Json;
using PipAi.Packages.Codegen.Schema;

namespace PipAi.Packages.Codegen.CSharp;

/// <summary>Writes a class of arguments: of a resource, of a lookup or of a nested object in either.</summary>
internal sealed class ArgsWriter(TypeNames types, CodeWriter writer, TypeUsage usage, bool isProvider = false)
{
    /// <summary>Writes the class.</summary>
    public void Write(string name, string description, IReadOnlyList<PropertyDefinition> properties)
    {
        writer.Summary(description);
        writer.Block($"public sealed class {name} : global::Pulumi.ResourceArgs", () =>
        {
            foreach (var property in properties)
            {
                WriteProperty(property);
                writer.Line();
            }

            writer.Block($"public {name}()", () =>
            {
                foreach (var property in properties.Where(p => p.Default is not null))
                    writer.Line($"{Names.Property(property)} = {Literal(property.Default!.Value)};");
            });
            writer.Line();
            writer.Line($"public static new {name} Empty => new {name}();");
        });
    }

    private void WriteProperty(PropertyDefinition property)
    {
        if (property.IsSecret || property.Type is ListType or MapType) WriteWithField(property);
        else WriteAuto(property);
    }

    private void WriteAuto(PropertyDefinition property)
    {
        writer.Summary(property.Description);
        writer.Obsolete(property.DeprecationMessage);
        writer.Line(Attribute(property));
        writer.Line(
            $"public {types.Wrapped(property.Type, usage)}{(property.IsRequired ? "" : "?")} {Names.Property(
                property)} {{ get; set; }}{(property.IsRequired ? " = null!;" : "")}");
    }

    // Collections start empty, so that collection initialisers work on them; secrets are made secret as they are set.
    private void WriteWithField(PropertyDefinition property)
    {
        var type = types.Wrapped(property.Type, usage);
        var field = $"_{property.Name}";
        var isCollection = property.Type is ListType or MapType;
        writer.Line(Attribute(property));
        writer.Line($"private {type}? {field};");
        writer.Line();
        writer.Summary(property.Description);
        writer.Obsolete(property.DeprecationMessage);
        writer.Block($"public {type}{(isCollection ? "" : "?")} {Names.Property(property)}", () =>
        {
            writer.Line(isCollection ? $"get => {field} ?? ({field} = new {type}());" : $"get => {field};");
            if (!property.IsSecret) writer.Line($"set => {field} = value;");
            else writer.Block("set", () => WriteSecretSetter(property.Type, type, field));
        });
    }

    private void WriteSecretSetter(SchemaType schemaType, string type, string field)
    {
        // Whatever is combined with a secret is a secret, even where it was given in the clear.
        var empty = schemaType switch
        {
            ListType list => $"ImmutableArray.Create<{types.Plain(list.Element, usage)}>()",
            MapType map => $"ImmutableDictionary.Create<string, {types.Plain(map.Element, usage)}>()",
            _ => "0",
        };
        writer.Line($"var emptySecret = Output.CreateSecret({empty});");
        writer.Line(schemaType is ListType or MapType
            ? $"{field} = Output.All(value, emptySecret).Apply(v => v[0]);"
            : $"{field} = Output.Tuple<{type}?, int>(value, emptySecret).Apply(t => t.Item1);");
    }

    // A provider's configuration is a map of strings on the wire: what is no string travels as JSON in one.
    private string Attribute(PropertyDefinition property) =>
        $"[Input(\"{property.Name}\"{(property.IsRequired ? ", required: true" : "")}{(isProvider && property.Type != TypeReader.Text
            ? ", json: true" : "")})]";

    private static string Literal(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => CodeWriter.Literal(value.GetString()!),
        JsonValueKind.Number => value.GetDouble().ToString(CultureInfo.InvariantCulture),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ =>
            throw new SchemaException(
                value.GetRawText(), "is no default this generator supports: it must be a string, a number or a boolean"),
    };
}
