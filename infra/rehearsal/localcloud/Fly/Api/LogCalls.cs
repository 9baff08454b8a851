using System.Globalization;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Fly.Machines;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>
/// The logs of an app, a page at a time, as <c>fly logs</c> asks for them where it cannot listen. A page goes on behind its token, which is
/// the
/// time of the last line before it in nanoseconds; without one it is the last lines.
/// </summary>
internal sealed class LogCalls(FlyCore core)
{
    /// <summary>Lines of a page.</summary>
    public const int PageLines = 100;

    private const long NanosecondsPerTick = 100;

    /// <summary>What a line takes from its clock to its file: a younger one may still get one before it.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(200);

    /// <summary>Adds the call.</summary>
    public void Map(FlyRoutes routes) => routes.MapAt("GET", "/api/v1/apps/{app}/logs", PageAsync);

    private async Task<FlyAnswer> PageAsync(FlyCall call)
    {
        var (app, token) = (call.App.Name, call.Query("next_token"));
        DateTimeOffset? after = token.Length == 0 ? null
            : long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds)
                ? DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / NanosecondsPerTick)
            : throw FlyProblem.Invalid($"invalid next_token \"{token}\"");
        var (region, instance) = (call.Query("region"), call.Query("instance"));
        var machines = core.State.Machines.Where(machine => machine.App == app
            && (region.Length == 0 || machine.Region == region) && (instance.Length == 0 || machine.Id == instance));
        var lines = await new MachineLogs(core.State).BetweenAsync(machines, after, core.Time.GetUtcNow() - Settling, call.Cancellation);
        return FlyAnswer.Ok(Show(after is null ? [.. lines.TakeLast(PageLines)] : Page(lines)));
    }

    /// <summary>The first lines. Those of one moment are never told apart by a token, so they stay together.</summary>
    private static IReadOnlyList<LogLine> Page(IReadOnlyList<LogLine> lines) =>
        lines.Count <= PageLines ? lines : [.. lines.TakeWhile((line, at) => at < PageLines || line.Time == lines[PageLines - 1].Time)];

    private static JsonObject Show(IReadOnlyList<LogLine> lines) => new()
    {
        ["data"] = new JsonArray([.. lines.Select(Show)]),
        ["meta"] = new JsonObject { ["next_token"] = lines.Count == 0 ? "" : Token(lines[^1].Time) },
    };

    private static JsonObject Show(LogLine line) => new()
    {
        ["id"] = $"{Token(line.Time)}-{line.Machine.Id}",
        ["type"] = "log",
        ["attributes"] = new JsonObject
        {
            ["timestamp"] = FlyJson.Time(line.Time),
            ["message"] = line.Text,
            // Fly does not read what a program writes: all of it is information.
            ["level"] = "info",
            ["instance"] = line.Machine.Id,
            ["region"] = line.Machine.Region,
            ["meta"] = new JsonObject
            {
                ["instance"] = line.Machine.Id,
                ["region"] = line.Machine.Region,
                ["event"] = new JsonObject { ["provider"] = "app" },
            },
        },
    };

    private static string Token(DateTimeOffset time) =>
        ((time - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick).ToString(CultureInfo.InvariantCulture);
}
