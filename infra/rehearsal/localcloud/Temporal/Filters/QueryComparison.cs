using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Filters;

/// <summary>
/// One comparison of a list filter. Where a run has no value the answer is neither yes nor no, as in SQL; lists of key words and texts know
/// only yes and no.
/// </summary>
internal static class QueryComparison
{
    private static readonly Dictionary<string, Func<object, object, bool>> Operators = new(StringComparer.Ordinal)
    {
        ["="] = (mine, other) => Order(mine, other) == 0,
        ["<"] = (mine, other) => Order(mine, other) < 0,
        ["<="] = (mine, other) => Order(mine, other) <= 0,
        [">"] = (mine, other) => Order(mine, other) > 0,
        [">="] = (mine, other) => Order(mine, other) >= 0,
        ["STARTS_WITH"] = (mine, other) => ((string)mine).StartsWith((string)other, StringComparison.Ordinal),
        ["HAS_WORD"] = (mine, other) => Words((string)mine).Intersect(Words((string)other), StringComparer.OrdinalIgnoreCase).Any(),
    };

    private static readonly Dictionary<IndexedValueType, string> Supported = new()
    {
        [IndexedValueType.Keyword] = "= != < <= > >= IN STARTS_WITH",
        [IndexedValueType.KeywordList] = "= != IN",
        [IndexedValueType.Text] = "= !=",
    };

    /// <summary>Whether attributes of a type can be compared so.</summary>
    public static bool Supports(IndexedValueType type, string comparison) =>
        Supported.GetValueOrDefault(type, "= != < <= > >= IN").Split(' ').Contains(comparison);

    /// <summary>The filter that a comparison with one or several values is.</summary>
    public static AttributeFilter Of(SearchAttribute attribute, string comparison, IReadOnlyList<object> values)
    {
        if (comparison == "!=") return Not(Of(attribute, "=", values));
        var knowsOnlyYesAndNo = attribute.Type is IndexedValueType.KeywordList or IndexedValueType.Text;
        var holds = Operators[(attribute.Type, comparison) switch
        {
            (IndexedValueType.Text, _) => "HAS_WORD",
            (_, "IN") => "=",
            _ => comparison,
        }];
        return valuesOf => valuesOf(attribute) is { Count: > 0 } mine
            ? mine.Any(one => values.Any(value => holds(one, value)))
            : knowsOnlyYesAndNo ? false : null;
    }

    /// <summary>The other way round.</summary>
    public static AttributeFilter Not(AttributeFilter filter) => valuesOf => !filter(valuesOf);

    private static int Order(object mine, object other) => mine is string text && other is string word
        ? string.CompareOrdinal(text, word)
        : ((IComparable)mine).CompareTo(other);

    private static string[] Words(string text) =>
        text.Split((char[])[.. text.Where(letter => !char.IsLetterOrDigit(letter)).Distinct()], StringSplitOptions.RemoveEmptyEntries);
}
