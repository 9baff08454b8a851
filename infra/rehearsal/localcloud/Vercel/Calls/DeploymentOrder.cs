using System.Collections.Immutable;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Vercel.State;

namespace PipAi.LocalCloud.Vercel.Calls;

/// <summary>What a deployment is to be made of.</summary>
internal sealed record DeploymentOrder
{
    /// <summary>Whether it takes over the project's domains; a project's first one always does.</summary>
    public required bool IsProduction { get; init; }

    /// <summary>The Git branch that it is made of; null where it comes from files.</summary>
    public string? Branch { get; init; }

    /// <summary>Whether the project's domains stay where they are.</summary>
    public bool LeavesDomains { get; init; }

    /// <summary>Variables that this deployment alone gets.</summary>
    public ImmutableSortedDictionary<string, string> Variables { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What else it shows.</summary>
    public JsonObject Shown { get; init; } = [];

    /// <summary>
    /// What it is given to run with: the project's variables of its environment as they are now, then its own. What changes in the
    /// project afterwards reaches the next deployment, not this one.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Environment(VercelProject project) => project.Variables
        .Where(
            variable =>
                variable.Targets.Contains(IsProduction ? "production" : "preview")
                    && (variable.GitBranch is null || variable.GitBranch == Branch))
        .OrderBy(variable => variable.GitBranch is not null)
        .Aggregate(
            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
            (all, variable) => all.SetItem(variable.Key, variable.Value))
        .SetItems(Variables);
}
