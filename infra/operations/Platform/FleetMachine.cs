using System.Text.Json;

namespace PipAi.Operations.Platform;

/// <summary>One machine as the Fly Machines API answers it, reduced to what operations look at.</summary>
/// <param name="Id">Machine id.</param>
/// <param name="Name">Machine name.</param>
/// <param name="Region">Fly region code.</param>
/// <param name="State">Fly's state, such as <c>started</c>.</param>
/// <param name="ChecksPassing">Health checks that pass.</param>
/// <param name="ChecksTotal">Health checks that the machine has.</param>
internal sealed record FleetMachine(string Id, string Name, string Region, string State, int ChecksPassing, int ChecksTotal)
{
    /// <summary>Started, and every one of at least one health check passes.</summary>
    public bool Healthy => State == "started" && ChecksTotal > 0 && ChecksPassing == ChecksTotal;

    internal static FleetMachine Parse(JsonElement machine)
    {
        var checks = machine.TryGetProperty("checks", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().ToList() : [];
        return new FleetMachine(
            Text(machine, "id"),
            Text(machine, "name"),
            Text(machine, "region"),
            Text(machine, "state"),
            checks.Count(check => Text(check, "status") == "passing"),
            checks.Count);
    }

    private static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
