using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PipAi.Architecture.Tests.Code;

/// <summary>What the house style says of a single piece of code, read from its syntax. Each rule names what breaks it.</summary>
internal sealed partial class CodeRules(IReadOnlyList<SyntaxTree> trees)
{
    private const int MostColumns = 140;
    private const int MostLines = 40;
    private const int MostParameters = 5;

    public static CodeRules Of(IEnumerable<Repository.Source> sources) =>
        new([.. sources.AsParallel().AsOrdered().Select(source => CSharpSyntaxTree.ParseText(source.Text, path: source.Path))]);

    /// <summary>Lines that do not fit the screen, unless it is text that runs over: a text that is parted is found by nobody.</summary>
    public IEnumerable<string> LongLines() =>
        from tree in trees
        from line in tree.GetText().Lines
        where line.ToString().TrimEnd(')', '}', ']', ',', ';', ' ').Length > MostColumns
        where !IsText(tree.GetRoot().FindToken(line.Start + MostColumns))
        select $"{tree.FilePath}:{line.LineNumber + 1}";

    /// <summary>Methods and constructors that do not fit the screen.</summary>
    public IEnumerable<string> LongMethods() =>
        from method in All<BaseMethodDeclarationSyntax>()
        let span = method.GetLocation().GetLineSpan()
        where span.EndLinePosition.Line - span.StartLinePosition.Line + 1 > MostLines
        select Name(method);

    /// <summary>Methods, functions and classes that want a record instead of so many parameters.</summary>
    public IEnumerable<string> LongParameterLists() =>
        from list in All<ParameterListSyntax>()
        where list.Parent is MethodDeclarationSyntax or LocalFunctionStatementSyntax or ConstructorDeclarationSyntax
            or ClassDeclarationSyntax
        where list.Parameters.Count > MostParameters && !IsOfficial(list)
        select Name(list);

    /// <summary>Classes that anybody may derive from, and nobody does.</summary>
    public IEnumerable<string> OpenClasses() =>
        from type in All<TypeDeclarationSyntax>()
        where type is ClassDeclarationSyntax or RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: not (int)SyntaxKind.StructKeyword }
        where !type.Modifiers.Any(word => word.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword)
        // BenchmarkDotNet derives from what it measures.
        where !IsOfficial(type) && !type.SyntaxTree.FilePath.StartsWith("tests/Benchmarks/", StringComparison.Ordinal)
        select Name(type);

    /// <summary>Names that types of several namespaces have, tests aside: a name that has two meanings is read wrongly.</summary>
    public IEnumerable<string> SharedNames() =>
        from type in All<BaseTypeDeclarationSyntax>()
        where type.Parent is BaseNamespaceDeclarationSyntax && !IsTest(type.SyntaxTree)
        group ((BaseNamespaceDeclarationSyntax)type.Parent!).Name.ToString() by type.Identifier.Text into same
        let spaces = same.Distinct().Order(StringComparer.Ordinal).ToList()
        where spaces.Count > 1
        select $"{same.Key}: {string.Join(", ", spaces)}";

    /// <summary>Comments in words that a reader has to translate; those of the operations are not swept yet.</summary>
    public IEnumerable<string> OldWords() =>
        from tree in trees
        where !IsTest(tree) && !tree.FilePath.StartsWith("infra/operations/", StringComparison.Ordinal)
        from comment in tree.GetRoot().DescendantTrivia()
        where comment.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia
        from Match word in OldWord().Matches(comment.ToFullString())
        select $"{tree.FilePath}:{tree.GetLineSpan(comment.Span).StartLinePosition.Line + 1}: {word.Value}";

    /// <summary>Each warning that is switched off: file and code.</summary>
    public IEnumerable<string> Suppressed() => Suppressions().Select(node => $"{Path.GetFileName(node.SyntaxTree.FilePath)}: {Code(node)}");

    /// <summary>Those without a reason.</summary>
    public IEnumerable<string> SuppressedWithoutReason() =>
        from node in Suppressions()
        where !node.ToString().Contains(node is PragmaWarningDirectiveTriviaSyntax ? "//" : "Justification = ", StringComparison.Ordinal)
        select $"{Path.GetFileName(node.SyntaxTree.FilePath)}: {Code(node)}";

    /// <summary>The stand-in of Pulumi's package has the official API, as it is.</summary>
    private static bool IsOfficial(SyntaxNode node) =>
        node.SyntaxTree.FilePath.StartsWith("infra/rehearsal/standins/pulumi/", StringComparison.Ordinal);

    private static bool IsTest(SyntaxTree tree) => tree.FilePath.StartsWith("tests/", StringComparison.Ordinal);

    private static bool IsText(SyntaxToken token) => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
        or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        || token.Parent?.FirstAncestorOrSelf<InterpolatedStringExpressionSyntax>() is not null;

    private static string Code(SyntaxNode node) => node is PragmaWarningDirectiveTriviaSyntax pragma
        ? pragma.ErrorCodes.ToString().Trim()
        : ((AttributeSyntax)node).ArgumentList!.Arguments[1].ToString().Trim('"');

    /// <summary>Type and member: names live on when files move.</summary>
    private static string Name(SyntaxNode node)
    {
        var type = node.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().FirstOrDefault()?.Identifier.Text;
        return node.AncestorsAndSelf().Select(Member).FirstOrDefault(name => name is not null) is { } member ? $"{type}.{member}" : type!;
    }

    private static string? Member(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        LocalFunctionStatementSyntax function => function.Identifier.Text,
        ConstructorDeclarationSyntax => "constructor",
        _ => null,
    };

    private IEnumerable<SyntaxNode> Suppressions() =>
        from tree in trees
        from node in tree.GetRoot().DescendantNodes(descendIntoTrivia: true)
        where node is PragmaWarningDirectiveTriviaSyntax { DisableOrRestoreKeyword.RawKind: (int)SyntaxKind.DisableKeyword }
            || (node is AttributeSyntax attribute && attribute.Name.ToString().Contains("SuppressMessage", StringComparison.Ordinal))
        select node;

    private IEnumerable<T> All<T>()
        where T : SyntaxNode => trees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<T>());

    [GeneratedRegex(@"\b(whoever|anybody|for ever|anew|shall|whose it is|had its chance)\b", RegexOptions.IgnoreCase)]
    private static partial Regex OldWord();
}
