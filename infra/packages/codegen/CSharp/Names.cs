using System.Text.RegularExpressions;
using PipAi.Packages.Codegen.Schema;

namespace PipAi.Packages.Codegen.CSharp;

/// <summary>The C# names of what a schema declares, by the rules of Pulumi's own .NET generator.</summary>
internal sealed class Names(PackageDefinition package)
{
    /// <summary>The package's own part of a namespace, for example <c>Aws</c>; also the prefix of its type attribute.</summary>
    public string Package => Part(package.Name);

    /// <summary>The namespace that everything of the package is in.</summary>
    public string PackageNamespace => $"{package.RootNamespace}.{Package}";

    /// <summary>The namespace of a token: <c>aws:s3/bucket:Bucket</c> is in <c>Pulumi.Aws.S3</c>.</summary>
    public string Namespace(string token)
    {
        if (token.StartsWith("pulumi:providers:", StringComparison.Ordinal)) return PackageNamespace;

        var module = Regex.Match(Parts(token)[1], $"^{package.ModuleFormat}$").Groups[1].Value;
        return module is "" or "index" ? PackageNamespace : $"{PackageNamespace}.{Part(module)}";
    }

    /// <summary>The class of a token: its last part.</summary>
    public static string Class(string token) =>
        token.StartsWith("pulumi:providers:", StringComparison.Ordinal) ? "Provider" : Pascal(Parts(token)[2]);

    /// <summary>The C# property for a wire name.</summary>
    public static string Property(PropertyDefinition property) =>
        property.CSharpName.Length > 0 ? property.CSharpName : Pascal(property.Name.TrimStart('$'));

    /// <summary>The constructor parameter for a wire name: a keyword is escaped.</summary>
    public static string Parameter(PropertyDefinition property) => "@" + property.Name.TrimStart('$');

    /// <summary>The text with its first letter in upper case.</summary>
    public static string Pascal(string name) => string.Concat(name[..1].ToUpperInvariant(), name.AsSpan(1));

    private string Part(string name) => package.Namespaces.TryGetValue(name, out var given)
        ? given
        : string.Join('.', name.Split('/').Select(part => string.Concat(part.Split('-').Select(Pascal))));

    private static string[] Parts(string token) => token.Split(':') is { Length: 3 } parts
        ? parts
        : throw new SchemaException(token, "is no type token; it needs the form 'package:module:Name'");
}
