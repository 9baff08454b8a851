using System.Text.Json.Nodes;
using PipAi.LocalCloud.Vercel.State;

namespace PipAi.LocalCloud.Vercel.Routing;

/// <summary>A page of a list, newest first: <c>next</c> in the answer is the <c>until</c> of the next page.</summary>
internal static class Page
{
    private const int Default = 20;
    private const int Most = 100;

    /// <summary>The page that a call asks for.</summary>
    /// <param name="call">The call, with <c>limit</c>, <c>since</c> and <c>until</c>.</param>
    /// <param name="name">The list's name in the answer.</param>
    /// <param name="items">All items with their times.</param>
    /// <param name="unlimited">Size of a page that does not ask for one.</param>
    /// <exception cref="VercelProblem">400: the limit is not from 1 to 100.</exception>
    public static JsonObject Of(VercelCall call, string name, IEnumerable<(long Time, JsonObject Shown)> items, int unlimited = Default)
    {
        var limit = call.Number("limit") ?? unlimited;
        if (limit < 1 || (limit > Most && limit != unlimited)) throw VercelProblem.Invalid($"`limit` should be from 1 to {Most}.");
        var (until, since) = (call.Number("until") ?? long.MaxValue, call.Number("since") ?? long.MinValue);
        var found = items.Where(item => item.Time < until && item.Time > since).OrderByDescending(item => item.Time).ToList();
        var page = found.Take((int)limit).ToList();
        return new JsonObject
        {
            [name] = new JsonArray([.. page.Select(item => item.Shown)]),
            ["pagination"] = new JsonObject
            {
                ["count"] = page.Count,
                ["next"] = found.Count > page.Count ? page[^1].Time : null,
                ["prev"] = page.Count > 0 ? page[0].Time : null,
            },
        };
    }
}
