using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;

namespace PipAi.LocalCloud.Temporal.Visibility;

/// <summary>
/// A list filter: comparisons joined by AND, OR and parentheses, e.g.
/// <c>WorkflowType = 'ProcessDocument' AND ExecutionStatus IN ('Running', 'Failed')</c>.
/// </summary>
internal sealed class VisibilityQuery
{
    private readonly Func<Run, bool> filter;

    private VisibilityQuery(Func<Run, bool> filter, bool groupsByStatus) => (this.filter, GroupsByStatus) = (filter, groupsByStatus);

    /// <summary>Whether the counts are asked for by execution status.</summary>
    public bool GroupsByStatus { get; }

    /// <summary>Whether a run is meant.</summary>
    public bool Matches(Run run) => filter(run);

    /// <summary>Reads a filter; an empty one means every run.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT with what is wrong in it.</exception>
    public static VisibilityQuery Parse(string text)
    {
        var words = new QueryWords(text);
        Func<Run, bool> filter = words.AtEnd || words.Peek("GROUP") || words.Peek("ORDER") ? _ => true : Any(words);
        var groups = words.Take("GROUP");
        if (groups)
        {
            words.Expect("BY");
            words.Expect("ExecutionStatus");
        }
        // Runs come newest first, which is the only order clients ask for.
        if (words.Take("ORDER")) words.SkipAll();
        if (!words.AtEnd) throw RpcError.Invalid($"invalid query: unexpected '{words.Next()}' in \"{text}\"");
        return new VisibilityQuery(filter, groups);
    }

    private static Func<Run, bool> Any(QueryWords words)
    {
        var left = All(words);
        while (words.Take("OR"))
        {
            var (first, second) = (left, All(words));
            left = run => first(run) || second(run);
        }
        return left;
    }

    private static Func<Run, bool> All(QueryWords words)
    {
        var left = Term(words);
        while (words.Take("AND"))
        {
            var (first, second) = (left, Term(words));
            left = run => first(run) && second(run);
        }
        return left;
    }

    private static Func<Run, bool> Term(QueryWords words)
    {
        if (!words.Take("(")) return Comparison(words);
        var inner = Any(words);
        words.Expect(")");
        return inner;
    }

    private static Func<Run, bool> Comparison(QueryWords words)
    {
        var attribute = RunAttribute.Named(words.Next());
        var comparison = words.Next().ToUpperInvariant();
        if (comparison == "IN")
        {
            var values = List(words);
            return run => values.Exists(value => attribute.Compare(run, value) == 0);
        }
        var value = words.Next();
        return comparison switch
        {
            "=" => run => attribute.Compare(run, value) == 0,
            "!=" => run => attribute.Compare(run, value) is not (null or 0),
            "<" => run => attribute.Compare(run, value) < 0,
            "<=" => run => attribute.Compare(run, value) <= 0,
            ">" => run => attribute.Compare(run, value) > 0,
            ">=" => run => attribute.Compare(run, value) >= 0,
            "STARTS_WITH" => run => attribute.Text(run)?.StartsWith(value, StringComparison.Ordinal) == true,
            "IS" when value.Equals("NULL", StringComparison.OrdinalIgnoreCase) => run => attribute.Text(run) is null,
            _ => throw RpcError.Invalid($"invalid query: operator '{comparison}' is not supported"),
        };
    }

    private static List<string> List(QueryWords words)
    {
        words.Expect("(");
        var values = new List<string> { words.Next() };
        while (words.Take(",")) values.Add(words.Next());
        words.Expect(")");
        return values;
    }
}
