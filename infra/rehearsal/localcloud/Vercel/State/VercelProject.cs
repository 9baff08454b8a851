using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Vercel.State;

/// <summary>A project and what hangs on it. The JSON is as the API shows it.</summary>
internal sealed record VercelProject
{
    /// <summary><c>prj_</c> and 28 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the team that has it.</summary>
    public string Team { get; init; } = LocalTeam.Own;

    /// <summary>Name, unique in the team.</summary>
    public required string Name { get; init; }

    /// <summary>When it was made, Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>When it was last changed, Unix milliseconds.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>The settings that somebody set, by their API names.</summary>
    public JsonObject Settings { get; init; } = [];

    /// <summary>The Git repository; null when there is none.</summary>
    public JsonObject? Link { get; init; }

    /// <summary>Environment variables.</summary>
    public IReadOnlyList<VercelVariable> Variables { get; init; } = [];

    /// <summary>Domains by their names.</summary>
    public IReadOnlyList<JsonObject> Domains { get; init; } = [];

    /// <summary>Deployments, newest first.</summary>
    public IReadOnlyList<JsonObject> Deployments { get; init; } = [];

    /// <summary>What each deployment was given to run with, by its id: the variables as they were when it was made.</summary>
    public ImmutableDictionary<string, ImmutableSortedDictionary<string, string>> Environments { get; init; } =
        ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>.Empty;

    /// <summary>Deployment retention, as far as somebody set it, in periods.</summary>
    public JsonObject Expiration { get; init; } = [];
}
