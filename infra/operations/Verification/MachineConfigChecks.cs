using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Verification;

/// <summary>
/// Are the machines configured as they were declared? Each is held against the state's record of itself: how it is restarted, how long it
/// is given to finish its work, and the rest of what a hand could have changed.
/// </summary>
internal static partial class MachineConfigChecks
{
    private const string Default = "Fly's default";

    /// <summary>Judges an app's machines.</summary>
    /// <param name="area">Part of the platform.</param>
    /// <param name="app">The Fly app.</param>
    /// <param name="declared">The state's record of its machines.</param>
    /// <param name="machines">What Fly has.</param>
    public static IEnumerable<CheckResult> Judge(
        string area, string app, IReadOnlyCollection<DeclaredResource> declared, IEnumerable<FleetMachine> machines)
    {
        var pairs = (from machine in machines
                     where machine.Config.ValueKind == JsonValueKind.Object
                     join resource in declared on machine.Id equals resource.Id
                     where resource.At("config") is not null
                     select (Machine: machine, Resource: resource)).ToList();
        if (pairs.Count == 0) yield break;
        yield return Same("are restarted when they end", DeclaredRestart, FoundRestart);
        yield return Same("are given time to finish their work", DeclaredDrain, FoundDrain);
        var drifted = pairs.Select(pair => (pair.Machine.Name, Differences: Differences(pair.Resource, pair.Machine).ToList()))
            .Where(found => found.Differences.Count > 0).Select(found => $"{found.Name}: {string.Join(", ", found.Differences)}");
        yield return Result("have the image, the size and the variables that were declared", "no difference", [.. drifted]);

        CheckResult Same(string fact, Func<DeclaredResource, string> expected, Func<FleetMachine, string> found) => Result(
            fact, string.Join(" or ", pairs.Select(pair => expected(pair.Resource)).Distinct()),
            [
                .. pairs.Where(pair => expected(pair.Resource) != found(pair.Machine))
                    .Select(pair => $"{pair.Machine.Name}: {found(pair.Machine)}"),
            ]);
        CheckResult Result(string fact, string expected, string[] others) => new(
            area, $"{app}'s machines {fact}", others.Length == 0,
            others.Length == 0 ? $"{pairs.Count} of {pairs.Count}" : string.Join("; ", others), "./pipai up --refresh")
        {
            Expected = expected,
            IsDeclared = true,
        };
    }

    /// <summary>A duration as Fly and its tools write it (<c>1m0s</c>, <c>90s</c>, nanoseconds), in seconds.</summary>
    internal static string Seconds(JsonElement? duration) => duration switch
    {
        { ValueKind: JsonValueKind.Number } nanoseconds => Text(nanoseconds.GetDouble() / 1e9),
        { ValueKind: JsonValueKind.String } text when Parts().Matches(text.GetString()!) is { Count: > 0 } parts => Text(parts.Sum(Of)),
        _ => Default,
    };

    private static string DeclaredRestart(DeclaredResource resource) =>
        Restart(resource.Text("config", "restart", "policy"), resource.At("config", "restart", "maxRetries"));

    private static string FoundRestart(FleetMachine machine) =>
        Restart(At(machine.Config, "restart", "policy")?.GetString(), At(machine.Config, "restart", "max_retries"));

    private static string Restart(string? policy, JsonElement? tries) =>
        $"{policy ?? Default}{(policy is null or "no" || tries is null ? "" : $", {tries} tries")}";

    private static string DeclaredDrain(DeclaredResource resource) =>
        Drain(resource.Text("config", "stopConfig", "signal"), resource.At("config", "stopConfig", "timeout"));

    private static string FoundDrain(FleetMachine machine) =>
        Drain(At(machine.Config, "stop_config", "signal")?.GetString(), At(machine.Config, "stop_config", "timeout"));

    private static string Drain(string? signal, JsonElement? timeout) => $"{signal ?? Default}, {Seconds(timeout)}";

    /// <summary>What is another, by its name; values of variables are not told.</summary>
    private static IEnumerable<string> Differences(DeclaredResource declared, FleetMachine machine)
    {
        (string Name, string? Expected, string? Found)[] plain =
        [
            ("image", declared.Text("config", "image"), At(machine.Config, "image")?.GetString()),
            ("CPU kind", declared.Text("config", "guest", "cpuKind"), At(machine.Config, "guest", "cpu_kind")?.GetString()),
            ("CPUs", $"{declared.At("config", "guest", "cpus")}", $"{At(machine.Config, "guest", "cpus")}"),
            ("memory", $"{declared.At("config", "guest", "memoryMb")}", $"{At(machine.Config, "guest", "memory_mb")}"),
        ];
        foreach (var (name, expected, found) in plain)
            if (!string.IsNullOrEmpty(expected) && expected != found) yield return name;
        var (variables, actual) = (Variables(declared.At("config", "env")), Variables(At(machine.Config, "env")));
        foreach (var name in variables.Keys.Union(actual.Keys).Order(StringComparer.Ordinal))
        {
            // Fly and its tools add variables of their own.
            var isOurs = variables.ContainsKey(name) || !name.StartsWith("FLY_", StringComparison.Ordinal);
            if (isOurs && variables.GetValueOrDefault(name) != actual.GetValueOrDefault(name)) yield return $"variable {name}";
        }
    }

    private static ImmutableDictionary<string, string> Variables(JsonElement? map) => map is { ValueKind: JsonValueKind.Object } given
        ? given.EnumerateObject().ToImmutableDictionary(entry => entry.Name, entry => entry.Value.ToString())
        : ImmutableDictionary<string, string>.Empty;

    private static JsonElement? At(JsonElement value, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value)) return null;
        return value.ValueKind == JsonValueKind.Null ? null : value;
    }

    private static double Of(Match part)
    {
        var number = double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return part.Groups[2].Value switch
        {
            "h" => number * 3600,
            "m" => number * 60,
            "ms" => number / 1000,
            _ => number,
        };
    }

    private static string Text(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} s");

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?)(h|ms|m|s)")]
    private static partial Regex Parts();
}
