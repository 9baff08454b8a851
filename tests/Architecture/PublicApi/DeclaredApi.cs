using System.Reflection;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace PipAi.Architecture.Tests.PublicApi;

/// <summary>Runs the analyzer that the packages are built with.</summary>
internal static class DeclaredApi
{
    private const string Package = "Microsoft.CodeAnalysis.PublicApiAnalyzers";
    private const string Analyzer = Package + ".DeclarePublicApiAnalyzer";

    /// <summary>What it says of a source with these declarations.</summary>
    public static async Task<IEnumerable<string>> CompareAsync(string source, string declared)
    {
        var compilation = CSharpCompilation.Create(
            "Package", [CSharpSyntaxTree.ParseText(source)], [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new(OutputKind.DynamicallyLinkedLibrary));
        var files = new AnalyzerOptions(
            [new Declarations("PublicAPI.Shipped.txt", declared), new Declarations("PublicAPI.Unshipped.txt", "")]);
        var said = await compilation.WithAnalyzers([Load()], files).GetAnalyzerDiagnosticsAsync(
            TestContext.Current.CancellationToken);
        return said.Select(diagnostic => $"{diagnostic.Id}: {diagnostic.GetMessage().Split(" (https:")[0]}").Order(StringComparer.Ordinal);
    }

    private static DiagnosticAnalyzer Load()
    {
        var packages = typeof(DeclaredApi).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
            entry => entry.Key == "NuGetPackageRoot");
        var version = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(package => (string?)package.Attribute("Include") == Package).Attribute("Version")!.Value;
        var assembly = Assembly.LoadFrom(
            Path.Combine(packages.Value!, Package.ToLowerInvariant(), version, "analyzers", "dotnet", Package + ".dll"));
        return (DiagnosticAnalyzer)Activator.CreateInstance(assembly.GetType(Analyzer, throwOnError: true)!)!;
    }

    private sealed class Declarations(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
