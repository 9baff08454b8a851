using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Vercel.State;

/// <summary>How long deployments are kept: callers say and hear periods, a project shows days.</summary>
internal static class Retention
{
    // What Vercel keeps where nobody said anything.
    private const string Defaults =
        """{"expiration":"6m","expirationProduction":"1y","expirationCanceled":"1m","expirationErrored":"3m","deploymentsToKeep":10}""";

    private static readonly FrozenDictionary<string, int> DaysOf = new Dictionary<string, int>
    {
        ["1d"] = 1,
        ["1w"] = 7,
        ["1m"] = 30,
        ["2m"] = 60,
        ["3m"] = 90,
        ["6m"] = 180,
        ["1y"] = 365,
        ["unlimited"] = 36_500,
    }.ToFrozenDictionary();

    /// <summary>As the call that sets it answers.</summary>
    public static JsonObject Periods(JsonObject set)
    {
        var periods = JsonNode.Parse(Defaults)!.AsObject();
        foreach (var (name, value) in set) periods[name] = value?.DeepClone();
        return periods;
    }

    /// <summary>As a project shows it.</summary>
    public static JsonObject Days(JsonObject set) => new(Periods(set).Select(period => period.Key == "deploymentsToKeep"
        ? KeyValuePair.Create(period.Key, period.Value?.DeepClone())
        : KeyValuePair.Create(
            period.Key.Replace("expiration", "expirationDays", StringComparison.Ordinal), (JsonNode?)DaysOf[(string)period.Value!])));
}
