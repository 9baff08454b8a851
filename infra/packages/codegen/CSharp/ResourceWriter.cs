using PipAi.Packages.Codegen.Schema;

namespace PipAi.Packages.Codegen.CSharp;

/// <summary>Writes one resource class, the class of its arguments and, where lookups take some, of its state.</summary>
internal sealed class ResourceWriter(PackageDefinition package, Names names, TypeNames types, CodeWriter writer)
{
    /// <summary>Writes the classes.</summary>
    public void Write(ResourceDefinition resource)
    {
        var name = Names.Class(resource.Token);
        writer.Summary(resource.Description);
        writer.Obsolete(resource.DeprecationMessage);
        writer.Line($"[{names.Package}ResourceType(\"{resource.Token}\")]");
        writer.Block($"public partial class {name} : global::Pulumi.{(resource.IsProvider ? "ProviderResource" : "CustomResource")}", () =>
        {
            foreach (var property in resource.Outputs) WriteOutput(resource, property);
            WriteConstructor(resource, name);
            if (!resource.IsProvider) WriteLookup(resource, name);
            WriteOptions(resource);
        });
        writer.Line();

        new ArgsWriter(types, writer, TypeUsage.Input, resource.IsProvider)
            .Write($"{name}Args", $"What a {name} is made of.", resource.Inputs);
        writer.Line();
        if (resource.State.Count == 0) return;

        new ArgsWriter(types, writer, TypeUsage.State).Write(
            $"{name}State", $"What is known of a {name} that is looked up.", resource.State);
        writer.Line();
    }

    private void WriteOutput(ResourceDefinition resource, PropertyDefinition property)
    {
        // What a provider was configured with comes back as text, whatever its type was.
        var type = resource.IsProvider && property.Type is not PrimitiveType
            ? property.IsRequired ? "string" : "string?"
            : types.Result(property);
        writer.Summary(property.Description);
        writer.Obsolete(property.DeprecationMessage);
        writer.Line($"[Output(\"{property.Name}\")]");
        writer.Line($"public Output<{type}> {Names.Property(property)} {{ get; private set; }} = null!;");
        writer.Line();
    }

    private void WriteConstructor(ResourceDefinition resource, string name)
    {
        var isOptional = resource.Inputs.All(i => !i.IsRequired);
        writer.Summary($"Creates a {name}.");
        writer.Param("name", "The resource's name, unique among those of its type in the stack.");
        writer.Param("args", "What the resource is made of.");
        writer.Param("options", "How Pulumi treats the resource.");
        writer.Line(
            $"public {name}(string name, {name}Args{(isOptional ? "? args = null" : " args")}, CustomResourceOptions? options = null)");
        var token = resource.IsProvider ? package.Name : resource.Token;
        writer.Indented(() => writer.Line($": base(\"{token}\", name, args ?? new {name}Args(), MakeResourceOptions(options, \"\"))"));
        writer.Line("{");
        writer.Line("}");
        writer.Line();
    }

    private void WriteLookup(ResourceDefinition resource, string name)
    {
        var hasState = resource.State.Count > 0;
        var parameters = $"string name, Input<string> id, {(hasState
            ? $"{name}State? state = null, " : "")}CustomResourceOptions? options = null";
        writer.Line($"private {name}({parameters})");
        writer.Indented(
            () => writer.Line($": base(\"{resource.Token}\", name, {(hasState ? "state" : "null")}, MakeResourceOptions(options, id))"));
        writer.Line("{");
        writer.Line("}");
        writer.Line();
        writer.Summary($"Looks up a {name} that exists.");
        writer.Param("name", "The name of the resulting resource.");
        writer.Param("id", "The provider's id of the resource.");
        if (hasState) writer.Param("state", "What else is known of it.");
        writer.Param("options", "How Pulumi treats the resource.");
        writer.Line($"public static {name} Get({parameters}) =>");
        writer.Indented(() => writer.Line($"new {name}(name, id, {(hasState ? "state, " : "")}options);"));
        writer.Line();
    }

    private void WriteOptions(ResourceDefinition resource) =>
        writer.Block("private static CustomResourceOptions MakeResourceOptions(CustomResourceOptions? options, Input<string>? id)", () =>
        {
            writer.Block("var defaultOptions = new CustomResourceOptions", () =>
            {
                writer.Line("Version = Utilities.Version,");
                if (package.PluginDownloadUrl.Length > 0)
                    writer.Line($"PluginDownloadURL = {CodeWriter.Literal(package.PluginDownloadUrl)},");
                WriteList("Aliases", resource.Aliases.Select(type => $"new global::Pulumi.Alias {{ Type = \"{type}\" }}"));
                WriteList("AdditionalSecretOutputs", WireNames(resource, p => p.IsSecret));
                WriteList("ReplaceOnChanges", WireNames(resource, p => p.ReplacesOnChange));
            }, "};");
            writer.Line("var merged = CustomResourceOptions.Merge(defaultOptions, options);");
            writer.Line("merged.Id = id ?? merged.Id;");
            writer.Line("return merged;");
        });

    private void WriteList(string property, IEnumerable<string> items)
    {
        if (items.ToArray() is { Length: > 0 } some) writer.Line($"{property} = {{ {string.Join(", ", some)} }},");
    }

    private static IEnumerable<string> WireNames(ResourceDefinition resource, Func<PropertyDefinition, bool> matches) =>
        resource.Outputs.Where(matches).Select(property => $"\"{property.Name}\"");
}
