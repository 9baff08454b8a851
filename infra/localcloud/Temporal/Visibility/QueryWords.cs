using System.Text.RegularExpressions;
using PipAi.LocalCloud.Temporal.Rpc;

namespace PipAi.LocalCloud.Temporal.Visibility;

/// <summary>The words of a list filter, one after another; quotes around values are taken off.</summary>
internal sealed partial class QueryWords(string text)
{
    private readonly string[] words = [.. Word().Matches(text).Select(match => match.Value)];
    private int next;

    /// <summary>Whether all are taken.</summary>
    public bool AtEnd => next == words.Length;

    /// <summary>Whether the next one is a certain key word.</summary>
    public bool Peek(string word) => !AtEnd && words[next].Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes the next one if it is a certain key word.</summary>
    public bool Take(string word)
    {
        if (!Peek(word)) return false;
        next++;
        return true;
    }

    /// <summary>Takes the next one.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT at the end.</exception>
    public string Next()
    {
        if (AtEnd) throw RpcError.Invalid($"invalid query: \"{text}\" ends too early");
        var word = words[next++];
        return word[0] is '\'' or '"' or '`' ? word[1..^1] : word;
    }

    /// <summary>Takes the next one, which must be a certain key word.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT otherwise.</exception>
    public void Expect(string word)
    {
        if (!Take(word)) throw RpcError.Invalid($"invalid query: expected '{word}' in \"{text}\"");
    }

    /// <summary>Takes the rest.</summary>
    public void SkipAll() => next = words.Length;

    [GeneratedRegex("""'[^']*'|"[^"]*"|`[^`]*`|!=|<=|>=|[=<>(),]|[^\s=<>!(),'"`]+""")]
    private static partial Regex Word();
}
