using Grpc.Core;
using PipAi.LocalCloud.Temporal.Protocol;
using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Filters;

/// <summary>
/// A list filter: comparisons joined by AND, OR, NOT and parentheses, e.g.
/// <c>WorkflowType = 'ProcessDocument' AND ExecutionStatus IN ('Running', 'Failed')</c>. An attribute that the namespace does not have, or
/// a value that is none of its type, is refused.
/// </summary>
internal sealed class VisibilityQuery
{
    private readonly FilterTokenizer words;
    private readonly Func<string, IndexedValueType?> typeOf;
    private readonly AttributeFilter filter;

    /// <summary>Reads a filter; an empty one means all.</summary>
    /// <param name="text">The filter.</param>
    /// <param name="typeOf">The type of an attribute by its name; null for one that does not exist.</param>
    /// <exception cref="RpcException">INVALID_ARGUMENT with what is wrong in it.</exception>
    public VisibilityQuery(string text, Func<string, IndexedValueType?> typeOf)
    {
        (words, this.typeOf) = (new FilterTokenizer(text), typeOf);
        var first = words.Peek();
        filter = first.Kind == QueryTokenKind.End || first.Is("GROUP") || first.Is("ORDER") ? _ => true : Any();
        if (words.Take("GROUP")) Group();
        if (words.Peek().Is("ORDER")) throw NotSupported("'ORDER BY' clause");
        if (words.Peek().Is("LIMIT")) throw NotSupported("'LIMIT' clause");
        if (words.Peek().Kind != QueryTokenKind.End) throw words.Malformed($"has '{words.Peek().Text}' where it should end");
    }

    /// <summary>Whether the counts are asked for by execution status.</summary>
    public bool GroupsByStatus { get; private set; }

    /// <summary>Whether that is meant which has these values.</summary>
    public bool Matches(AttributeValues valuesOf) => filter(valuesOf) == true;

    private void Group()
    {
        words.Expect("BY");
        if (Attribute(words.Next()).Name != SearchAttribute.Status)
            throw NotSupported("'GROUP BY' clause is only supported for ExecutionStatus");
        if (words.Take(",")) throw NotSupported("'GROUP BY' clause supports only a single field");
        GroupsByStatus = true;
    }

    private AttributeFilter Any()
    {
        var left = All();
        while (words.Take("OR"))
        {
            var (first, second) = (left, All());
            left = valuesOf => first(valuesOf) | second(valuesOf);
        }
        return left;
    }

    private AttributeFilter All()
    {
        var left = Term();
        while (words.Take("AND"))
        {
            var (first, second) = (left, Term());
            left = valuesOf => first(valuesOf) & second(valuesOf);
        }
        return left;
    }

    private AttributeFilter Term()
    {
        if (words.Take("NOT")) return QueryComparison.Not(Term());
        if (!words.Take("(")) return Comparison();
        var inner = Any();
        words.Expect(")");
        return inner;
    }

    private AttributeFilter Comparison()
    {
        var attribute = Attribute(words.Next());
        var isNot = words.Take("NOT");
        var word = words.Next();
        var comparison = word.Text == "<>" ? "!=" : word.Text.ToUpperInvariant();
        if (comparison == "IS" && !isNot) return Null(attribute);
        var filter = comparison == "BETWEEN" ? Between(attribute) : Compared(attribute, comparison, isNot);
        return isNot ? QueryComparison.Not(filter) : filter;
    }

    private AttributeFilter Compared(SearchAttribute attribute, string comparison, bool isNot)
    {
        if (!QueryComparison.Supports(attribute.Type, comparison) || (isNot && comparison is not ("IN" or "STARTS_WITH")))
            throw NotSupported($"operator '{comparison}' not supported for {attribute.Type} type search attribute '{attribute.Name}'");
        if (comparison != "IN") return QueryComparison.Of(attribute, comparison, [QueryValues.Read(attribute, words.Next())]);
        words.Expect("(");
        var values = new List<object> { QueryValues.Read(attribute, words.Next()) };
        while (words.Take(",")) values.Add(QueryValues.Read(attribute, words.Next()));
        words.Expect(")");
        return QueryComparison.Of(attribute, "IN", values);
    }

    private AttributeFilter Between(SearchAttribute attribute)
    {
        if (attribute.Type is IndexedValueType.Bool or IndexedValueType.Text or IndexedValueType.KeywordList)
            throw RpcError.Invalid(
                $"invalid query: invalid expression: cannot do range condition on search attribute '{attribute.Name}' of type {attribute.Type}");
        var least = QueryComparison.Of(attribute, ">=", [QueryValues.Read(attribute, words.Next())]);
        words.Expect("AND");
        var most = QueryComparison.Of(attribute, "<=", [QueryValues.Read(attribute, words.Next())]);
        return valuesOf => least(valuesOf) & most(valuesOf);
    }

    private AttributeFilter Null(SearchAttribute attribute)
    {
        var isNot = words.Take("NOT");
        words.Expect("NULL");
        return valuesOf => valuesOf(attribute).Count == 0 != isNot;
    }

    private SearchAttribute Attribute(QueryToken token)
    {
        if (token.Kind is not (QueryTokenKind.Word or QueryTokenKind.Name))
            throw words.Malformed($"has '{token.Text}' where an attribute should be");
        return typeOf(token.Text) is { } type
            ? new(token.Text, type)
            : throw RpcError.Invalid($"invalid query: invalid expression: column name '{token.Text}' is not a valid search attribute");
    }

    private static RpcException NotSupported(string what) => RpcError.Invalid($"invalid query: operation is not supported: {what}");
}
