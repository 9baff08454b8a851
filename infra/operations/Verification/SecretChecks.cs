using System.Text.Json;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Verification;

/// <summary>
/// Do the machines have the secrets that were declared? Fly tells a digest of each, never the value, and a machine sees what was set before
/// its process began.
/// </summary>
/// <param name="area">Part of the platform.</param>
/// <param name="app">The Fly app.</param>
/// <param name="declared">The state's record of its secrets.</param>
internal sealed class SecretChecks(string area, string app, IReadOnlyCollection<DeclaredResource> declared)
{
    /// <summary>Asks Fly, and judges.</summary>
    /// <param name="fleet">Fly.</param>
    /// <param name="machines">The declared machines.</param>
    /// <param name="cancellation">Gives it up.</param>
    public async Task<IEnumerable<CheckResult>> RunAsync(FlyFleet fleet, IReadOnlySet<string> machines, CancellationToken cancellation)
    {
        if (declared.Count == 0) return [];
        var there = await fleet.ThingsAsync(app, "secrets", cancellation);
        var running = (await fleet.MachinesAsync(app, cancellation)).Where(
            machine => machines.Contains(machine.Id) && machine.State == "started");
        return Judge(there.GetProperty("secrets"), [.. running]);
    }

    /// <summary>Judges.</summary>
    /// <param name="secrets">What Fly lists.</param>
    /// <param name="machines">The declared machines that run.</param>
    public IEnumerable<CheckResult> Judge(JsonElement secrets, IReadOnlyCollection<FleetMachine> machines)
    {
        var there = secrets.EnumerateArray().ToDictionary(secret => secret.GetProperty("name").GetString()!);
        string? Digest(DeclaredResource secret) =>
            there.TryGetValue(secret.Id, out var found) ? found.GetProperty("digest").GetString() : null;
        var others = declared.Where(secret => Digest(secret) is not { } digest || digest != secret.Text("digest"))
            .Select(secret => $"{secret.Id} {(there.ContainsKey(secret.Id) ? "has another value" : "is not there")}");
        yield return Result("secrets are those that were declared", [.. others], declared.Count) with { IsDeclared = true };

        var stale = from machine in machines
                    from secret in declared
                    where there.ContainsKey(secret.Id) && there[secret.Id].GetProperty("updated_at").GetDateTimeOffset() > machine.Began
                    select $"{machine.Name} began before {secret.Id} was set";
        yield return Result("machines have its secrets of now", [.. stale], machines.Count);
    }

    private CheckResult Result(string fact, string[] wrong, int all) => new(
        area, $"{app}'s {fact}", wrong.Length == 0, wrong.Length == 0 ? $"{all} of {all}" : string.Join("; ", wrong),
        "./pipai up --refresh")
    {
        Expected = $"{all} of {all}",
    };
}
