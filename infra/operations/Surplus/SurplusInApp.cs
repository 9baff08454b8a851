using System.Collections.Immutable;
using System.Text.Json;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Surplus;

/// <summary>
/// What one Fly app has beside its machines. A secret set by hand is in the environment of every machine that starts, an address is a way
/// in, a volume holds data and costs.
/// </summary>
internal sealed class SurplusInApp(string app, FlyKind kind, FlyFleet fleet, IReadOnlySet<string> declared) : ISurplusSource
{
    /// <inheritdoc/>
    public string What => $"{kind.Plural} of {app}";

    /// <inheritdoc/>
    public async Task<(int All, ImmutableArray<SurplusThing> Surplus)> FindAsync(CancellationToken cancellation)
    {
        var answer = await fleet.ThingsAsync(app, kind.Path, cancellation);
        var names = (kind.List.Length == 0 ? answer : answer.GetProperty(kind.List)).EnumerateArray().Where(IsThere)
            .Select(thing => thing.GetProperty(kind.Id).GetString()!).ToList();
        return (names.Count,
        [
            // Two apps may each have one of the same name, so the app is part of the id, as in the provider's.
            .. names.Select(name => (Name: name, Id: $"{app}/{name}")).Where(thing => !declared.Contains(thing.Id)).Select(
                thing => new SurplusThing(
                    kind.Name, thing.Id, $"{kind.Name} '{thing.Name}' of {app}",
                    stop => fleet.RemoveAsync(app, $"{kind.Path}/{Uri.EscapeDataString(thing.Name)}", stop))
                {
                    Adoption = SurplusThing.ByImport(kind.Type, thing.Id),
                }),
        ]);
    }

    /// <summary>A volume is listed for a while after it was destroyed.</summary>
    private static bool IsThere(JsonElement thing) =>
        !thing.TryGetProperty("state", out var state) || state.GetString()?.Contains("destroy", StringComparison.Ordinal) != true;
}
