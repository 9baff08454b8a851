using System.Text.RegularExpressions;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Protocol;

namespace PipAi.LocalCloud.Temporal.Filters;

/// <summary>The words of a list filter, one after another.</summary>
internal sealed partial class FilterTokenizer
{
    private readonly string text;
    private readonly List<QueryToken> tokens = [];
    private int next;

    /// <summary>Cuts a filter into its words.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT where something is none.</exception>
    public FilterTokenizer(string text)
    {
        this.text = text;
        for (var at = 0; at < text.Length;)
        {
            var match = Token().Match(text, at);
            if (match.Length == 0) throw Malformed($"cannot be read from position {at + 1} on");
            at += match.Length;
            if (match.Groups["space"].Success) continue;
            tokens.Add(Made(match));
        }
    }

    /// <summary>The next one, which stays.</summary>
    public QueryToken Peek() => next < tokens.Count ? tokens[next] : default;

    /// <summary>Takes the next one if it is a certain key word or sign.</summary>
    public bool Take(string word)
    {
        if (!Peek().Is(word)) return false;
        next++;
        return true;
    }

    /// <summary>Takes the next one.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT at the end.</exception>
    public QueryToken Next() => next < tokens.Count ? tokens[next++] : throw Malformed("ends too early");

    /// <summary>Takes the next one, which must be a certain key word or sign.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT otherwise.</exception>
    public void Expect(string word)
    {
        if (!Take(word)) throw Malformed($"expected '{word}'");
    }

    /// <summary>A filter that is no sentence.</summary>
    public RpcException Malformed(string why) => RpcError.Invalid($"invalid query: malformed SQL query: \"{text}\" {why}");

    private static QueryToken Made(Match match)
    {
        if (match.Groups["text"].Success) return new(QueryTokenKind.Text, Unquoted(match.Value));
        if (match.Groups["name"].Success) return new(QueryTokenKind.Name, match.Value[1..^1]);
        if (match.Groups["number"].Success) return new(QueryTokenKind.Number, match.Value);
        return new(match.Groups["word"].Success ? QueryTokenKind.Word : QueryTokenKind.Sign, match.Value);
    }

    private static string Unquoted(string quoted)
    {
        var quote = quoted[..1];
        return Escaped().Replace(quoted[1..^1], match => match.Value[1..]).Replace(quote + quote, quote, StringComparison.Ordinal);
    }

    [GeneratedRegex("""
        \G(?:(?<space>\s+)|(?<text>'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*")|(?<name>`[^`]+`)|(?<number>-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w]))|(?<word>[A-Za-z_][\w.-]*)|<=|>=|!=|<>|[=<>(),])
        """, RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    [GeneratedRegex(@"\\.", RegexOptions.Singleline)]
    private static partial Regex Escaped();
}
