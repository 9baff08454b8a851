using System.Text.Json.Nodes;
using PipAi.Plugins.Properties;
using PipAi.Providers.Vercel.Api;

namespace PipAi.Providers.Vercel.Projects;

/// <summary>The Git repository of a project, which has calls of its own: it is linked and unlinked, never changed.</summary>
/// <param name="client">The API.</param>
/// <param name="id">The project.</param>
/// <param name="team">Its team; null for the provider's.</param>
internal sealed class ProjectRepository(VercelClient client, string id, string? team)
{
    /// <summary>Makes it what the program says.</summary>
    /// <param name="now">What it says now; null for none.</param>
    /// <param name="before">What there was; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task ChangeAsync(PropertyMap? now, PropertyMap? before, CancellationToken cancellation)
    {
        var (goal, old) = (now ?? PropertyMap.Empty, before ?? PropertyMap.Empty);
        if (goal.Text("repo") != old.Text("repo") || goal.Text("type") != old.Text("type"))
        {
            // An unlinked repository takes its hooks with it.
            if (before is not null) await client.CallAsync(HttpMethod.Delete, $"v9/projects/{id}/link", team, null, cancellation);
            if (now is not null)
                await client.CallAsync(HttpMethod.Post, $"v9/projects/{id}/link", team, ProjectJson.Repository(goal), cancellation);
            old = PropertyMap.Empty;
        }

        await SetBranchAsync(goal, old, cancellation);
        var kept = goal.Objects("deployHooks").Select(Key).ToHashSet();
        foreach (var hook in old.Objects("deployHooks").Where(hook => !kept.Contains(Key(hook))))
            await client.DeleteAsync($"v2/projects/{id}/deploy-hooks/{hook.Text("id")}", team, cancellation);
        await AddHooksAsync(goal, old.Objects("deployHooks").Select(Key).ToHashSet(), cancellation);
    }

    /// <summary>Says which branch is production, where the program says so and it is another than before.</summary>
    public async Task SetBranchAsync(PropertyMap now, PropertyMap before, CancellationToken cancellation)
    {
        if (now.Text("productionBranch") is { } branch && branch != before.Text("productionBranch"))
            await client.CallAsync(
                HttpMethod.Patch, $"v9/projects/{id}/branch", team, new JsonObject { ["branch"] = branch }, cancellation);
    }

    /// <summary>Makes the hooks that there are not yet.</summary>
    public async Task AddHooksAsync(PropertyMap repository, IReadOnlySet<(string?, string?)> there, CancellationToken cancellation)
    {
        foreach (var hook in repository.Objects("deployHooks").Where(hook => !there.Contains(Key(hook))))
        {
            var body = new JsonObject { ["name"] = hook.Text("name"), ["ref"] = hook.Text("ref") };
            await client.CallAsync(HttpMethod.Post, $"v2/projects/{id}/deploy-hooks", team, body, cancellation);
        }
    }

    private static (string?, string?) Key(PropertyMap hook) => (hook.Text("name"), hook.Text("ref"));
}
