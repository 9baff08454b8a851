using PipAi.Packages.Codegen.Schema;

namespace PipAi.Packages.Codegen.CSharp;

/// <summary>Where a type is used: the same nested object has a class of its own in each place.</summary>
internal enum TypeUsage
{
    /// <summary>In the arguments of a constructor.</summary>
    Input,

    /// <summary>In the arguments of a lookup.</summary>
    State,

    /// <summary>In what a resource returns.</summary>
    Output,
}

/// <summary>How C# spells the types of a schema.</summary>
internal sealed class TypeNames(Names names)
{
    /// <summary>
    /// The type of an argument: <c>Input&lt;…&gt;</c>, <c>InputList&lt;…&gt;</c>, <c>InputMap&lt;…&gt;</c>, <c>InputUnion&lt;…&gt;</c> or
    /// <c>InputJson</c>.
    /// </summary>
    public string Wrapped(SchemaType type, TypeUsage usage) => type switch
    {
        ListType list => $"InputList<{Plain(list.Element, usage)}>",
        MapType map => $"InputMap<{Plain(map.Element, usage)}>",
        UnionType union when Members(union, usage) is [var first, var second] => $"InputUnion<{first}, {second}>",
        PrimitiveType { CSharp: "System.Text.Json.JsonElement" } => "InputJson",
        _ => $"Input<{Plain(type, usage)}>",
    };

    /// <summary>The type without a wrapper.</summary>
    public string Plain(SchemaType type, TypeUsage usage) => type switch
    {
        PrimitiveType primitive => primitive.CSharp,
        ListType list => $"ImmutableArray<{Plain(list.Element, usage)}>",
        MapType map => $"ImmutableDictionary<string, {Plain(map.Element, usage)}>",
        EnumReference reference => $"global::{names.Namespace(reference.Token)}.{Names.Class(reference.Token)}",
        ObjectReference reference => Object(reference.Token, usage),
        UnionType union => Union(union, usage),
        _ => throw new InvalidOperationException($"{type.GetType().Name} has no spelling in C#."),
    };

    /// <summary>The type of an output or of a field in an output type, with <c>?</c> where it may be absent.</summary>
    public string Result(PropertyDefinition property) =>
        Plain(property.Type, TypeUsage.Output) + (property.IsRequired || property.Type is ListType ? "" : "?");

    /// <summary>The class of a nested object in one usage.</summary>
    public static string ObjectClass(string token, TypeUsage usage) => Names.Class(token) + usage switch
    {
        TypeUsage.Input => "Args",
        TypeUsage.State => "GetArgs",
        TypeUsage.Output => "",
    };

    /// <summary>The namespace of a nested object in one usage.</summary>
    public string ObjectNamespace(string token, TypeUsage usage) =>
        $"{names.Namespace(token)}.{(usage == TypeUsage.Output ? "Outputs" : "Inputs")}";

    private string Object(string token, TypeUsage usage) => $"global::{ObjectNamespace(token, usage)}.{ObjectClass(token, usage)}";

    private string Union(UnionType union, TypeUsage usage) => Members(union, usage) switch
    {
        [var only] => only,
        [var first, var second] => $"Union<{first}, {second}>",
        _ => "object",
    };

    // An enumeration that also takes other text comes back as text.
    private string[] Members(UnionType union, TypeUsage usage) => usage == TypeUsage.Output && union.Members.Any(m => m is EnumReference)
        ? [TypeReader.Text.CSharp]
        : [.. union.Members.Select(member => Plain(member, usage)).Distinct()];
}
