using PipAi.Packages.Codegen.Schema;

namespace PipAi.Packages.Codegen.CSharp;

/// <summary>Writes the class in which a nested object comes back from a provider.</summary>
internal static class OutputTypeWriter
{
    /// <summary>Writes the class: public fields and the private constructor that the SDK calls.</summary>
    public static void Write(CodeWriter writer, TypeNames types, ObjectDefinition nested)
    {
        var name = TypeNames.ObjectClass(nested.Token, TypeUsage.Output);
        writer.Summary(nested.Description);
        writer.Line("[OutputType]");
        writer.Block($"public sealed class {name}", () =>
        {
            foreach (var property in nested.Properties)
            {
                writer.Summary(property.Description);
                writer.Line($"public readonly {types.Result(property)} {Names.Property(property)};");
            }

            writer.Line();
            writer.Line("[OutputConstructor]");
            var parameters = nested.Properties.Select(p => $"{types.Result(p)} {Names.Parameter(p)}");
            writer.Block($"private {name}({string.Join(", ", parameters)})", () =>
            {
                foreach (var property in nested.Properties) writer.Line($"{Names.Property(property)} = {Names.Parameter(property)};");
            });
        });
    }
}
