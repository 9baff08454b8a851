using System.Text.Json;

namespace PipAi.EndToEnd.Tests.StockCli;

/// <summary>What matters in the document of `preview --json`, a line a step, in an order of its own.</summary>
internal static class StockPlan
{
    // Dependencies have no order. Not compared: the id and the outputs after an update, which the stock CLI has not filled in yet when
    // it tells of a step; times, which a plan has none of; the mark of a predecessor.
    private static readonly string[] Apart = ["dependencies", "propertyDependencies", "id", "outputs", "created", "modified", "delete"];
    private static readonly string[] Reasons = ["diffReasons", "replaceReasons", "detailedDiff"];

    public static IReadOnlyList<string> Lines(JsonElement document) =>
        [.. document.GetProperty("steps").EnumerateArray().Select(Line).Order(StringComparer.Ordinal)];

    public static string Config(JsonElement document) => Canonical(document.GetProperty("config"));

    public static string Counts(JsonElement document) => Canonical(document.GetProperty("changeSummary"));

    private static string Line(JsonElement step)
    {
        var state = step.GetProperty(step.TryGetProperty("newState", out _) ? "newState" : "oldState");
        var reasons = step.EnumerateObject().Where(member => Reasons.Contains(member.Name) && member.Value.ValueKind != JsonValueKind.Null);
        var members = state.EnumerateObject().Where(member => !Apart.Contains(member.Name)).Concat(reasons)
            .OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{member.Name}: {Canonical(member.Value)}");
        return $"{step.GetProperty("op").GetString()} {step.GetProperty("urn").GetString()} {string.Join(
            ", ", members)} after {Dependencies(state, "dependencies")}{PropertyDependencies(state)}";
    }

    // A dependency comes from a property or from dependsOn; in which order is nobody's promise.
    private static string Dependencies(JsonElement holder, string name) => !holder.TryGetProperty(name, out var urns) ? "nothing"
        : string.Join(' ', urns.EnumerateArray().Select(urn => urn.GetString()).Order(StringComparer.Ordinal));

    private static string PropertyDependencies(JsonElement state) => !state.TryGetProperty("propertyDependencies", out var all) ? ""
        : string.Concat(
            all.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal).Select(
                name => $", {name} after {Dependencies(all, name)}"));

    private static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object =>
            $"{{{string.Join(
                ',',
                value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(
                    member => $"{member.Name}:{Canonical(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Canonical))}]",
        JsonValueKind.Undefined or JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
            or JsonValueKind.Null => value.GetRawText(),
    };
}
