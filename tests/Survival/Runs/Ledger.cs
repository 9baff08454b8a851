using System.Text.Json;
using PipAi.Survival.Tests.Cloud;

namespace PipAi.Survival.Tests.Runs;

/// <summary>What the state file says, read without the engine.</summary>
/// <param name="Resources">URN and id of each resource that a provider keeps, and whether it is only a mark of one that is deleted.</param>
/// <param name="Intents">Kind and URN of each call that was begun.</param>
internal sealed record Ledger(IReadOnlyList<(string Urn, string Id, bool Gone)> Resources, IReadOnlyList<(string Kind, string Urn)> Intents)
{
    /// <summary>Reads the state in a stack's folder; a state that was never written is empty.</summary>
    public static Ledger Read(string folder)
    {
        var file = Path.Combine(folder, ".pulumi", "stacks", "pip-ai", "prod.json");
        if (!File.Exists(file)) return new Ledger([], []);
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var latest = document.RootElement.GetProperty("checkpoint").GetProperty("latest");
        return new Ledger(
            [
                .. latest.GetProperty("resources").EnumerateArray()
                    .Where(
                        resource =>
                            Text(resource, "id").Length > 0 && !Text(resource, "type").StartsWith("pulumi:", StringComparison.Ordinal))
                    .Select(
                        resource =>
                            (Text(resource, "urn"), Text(resource, "id"), resource.TryGetProperty("pendingReplacement", out var gone)
                                && gone.GetBoolean())),
            ],
            latest.TryGetProperty("pending_operations", out var pending)
                ? [.. pending.EnumerateArray().Select(intent => (Text(intent, "type"), Text(intent.GetProperty("resource"), "urn")))]
                : []);
    }

    /// <summary>Fails unless all that exists is known, all that is known exists, and nothing exists twice.</summary>
    public void CheckAgainst(IReadOnlyList<Item> items)
    {
        var ids = items.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        var known = Resources.Select(resource => resource.Id).ToHashSet(StringComparer.Ordinal);
        var lost = items.Where(item => !known.Contains(item.Id) && !Intents.Contains(("creating", item.Urn))).Select(item => item.Id);
        Assert.True(!lost.Any(), $"nobody knows of {string.Join(", ", lost)}");
        var missing = Resources.Where(
            resource =>
                !resource.Gone && !ids.Contains(resource.Id) && !Intents.Contains(("deleting", resource.Urn))
                    && !Intents.Contains(("creating", resource.Urn)));
        Assert.True(!missing.Any(), $"the state has what does not exist: {string.Join(", ", missing)}");
        var twice = items.GroupBy(item => (item.Urn, item.Identity)).Where(group => group.Count() > 1).Select(group => group.Key.Urn);
        Assert.True(!twice.Any(), $"there are two of {string.Join(", ", twice)}");
    }

    /// <summary>Fails if a call is still open, or a replaced resource still there.</summary>
    public void CheckSettled()
    {
        Assert.Empty(Intents);
        var twice = Resources.GroupBy(resource => resource.Urn).Where(group => group.Count() > 1).Select(group => group.Key);
        Assert.True(!twice.Any(), $"two resources are left of {string.Join(", ", twice)}");
    }

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
