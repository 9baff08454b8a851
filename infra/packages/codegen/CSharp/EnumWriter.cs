using PipAi.Packages.Codegen.Schema;

namespace PipAi.Packages.Codegen.CSharp;

/// <summary>Writes an enumeration of strings as the struct that Pulumi's SDK recognises.</summary>
internal static class EnumWriter
{
    /// <summary>Writes the struct.</summary>
    public static void Write(CodeWriter writer, EnumDefinition declared)
    {
        var name = Names.Class(declared.Token);
        writer.Summary(declared.Description);
        writer.Line("[EnumType]");
        writer.Block($"public readonly struct {name} : IEquatable<{name}>", () =>
        {
            writer.Line("private readonly string _value;");
            writer.Line();
            writer.Line($"private {name}(string value) => _value = value ?? throw new ArgumentNullException(nameof(value));");
            writer.Line();
            foreach (var value in declared.Values)
            {
                writer.Summary(value.Description);
                writer.Line($"public static {name} {Identifier(value.Name)} {{ get; }} = new {name}({CodeWriter.Literal(value.Value)});");
            }

            writer.Line();
            writer.Line($"public static bool operator ==({name} left, {name} right) => left.Equals(right);");
            writer.Line($"public static bool operator !=({name} left, {name} right) => !left.Equals(right);");
            writer.Line($"public static explicit operator string({name} value) => value._value;");
            writer.Line();
            writer.Line($"public override bool Equals(object? obj) => obj is {name} other && Equals(other);");
            writer.Line($"public bool Equals({name} other) => string.Equals(_value, other._value, StringComparison.Ordinal);");
            writer.Line("public override int GetHashCode() => _value?.GetHashCode() ?? 0;");
            writer.Line("public override string ToString() => _value;");
        });
    }

    private static string Identifier(string name) => string.Concat(name.Split('-', ' ', '.', ':', '/').Select(Names.Pascal));
}
