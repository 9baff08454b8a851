using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;
using PipAi.Providers.Vercel.Api;
using PipAi.Providers.Vercel.Variables;

namespace PipAi.Providers.Vercel.Projects;

/// <summary>A project.</summary>
internal sealed partial class ProjectKind(VercelClient client, VercelSettings settings, PackageSchema schema)
    : VercelKind("vercel:index/project:Project", client, settings, schema)
{
    private const int SuffixLength = 7;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReplacedOn => ["teamId"];

    /// <inheritdoc/>
    protected override PropertyMap Defaults { get; } = PropertyMap.Empty
        .With("autoAssignCustomDomains", true)
        .With("automaticallyExposeSystemEnvironmentVariables", true)
        .With("directoryListing", false)
        .With("enablePreviewFeedback", true)
        .With("enableProductionFeedback", false)
        .With("functionFailover", false)
        .With("gitForkProtection", true)
        .With("nodeVersion", "22.x")
        .With("oidcTokenConfig", new PropertyValue(PropertyMap.Empty.With("issuerMode", "team")))
        .With("previewDeploymentsDisabled", false)
        .With("prioritiseProductionBuilds", false)
        .With("protectedSourcemaps", false)
        .With("resourceConfig", new PropertyValue(PropertyMap.Empty.With("fluid", true)))
        .With("vercelAuthentication", new PropertyValue(PropertyMap.Empty.With("deploymentType", "standard_protection_new")));

    /// <inheritdoc/>
    public override IEnumerable<CheckFailure> Check(PropertyMap inputs)
    {
        if (inputs.Text("name") is { } name && (!ProjectName().IsMatch(name) || name.Contains("---", StringComparison.Ordinal)))
            yield return new CheckFailure(
                "name", $"'{name}' is no project name: up to 100 lower-case letters, digits, '.', '_' and '-', without '---'.");
        if (inputs.Map("gitRepository").Text("repo") is { } repo && repo.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
            yield return new CheckFailure("gitRepository.repo", $"'{repo}' is not of the form owner/name.");
        foreach (var failure in OneOf("gitRepository.type", inputs.Map("gitRepository").Text("type"), ["github", "gitlab", "bitbucket"])
            .Concat(OneOf("oidcTokenConfig.issuerMode", inputs.Map("oidcTokenConfig").Text("issuerMode"), ["team", "global"]))
            .Concat(OneOf("skewProtection", inputs.Text("skewProtection"), ProjectJson.SkewNames))
            .Concat(Protection(inputs, "vercelAuthentication"))
            .Concat(Protection(inputs, "passwordProtection")))
            yield return failure;
    }

    /// <inheritdoc/>
    public override PropertyMap Complete(CheckRequest request, PropertyMap inputs)
    {
        var marked = base.Complete(request, inputs);
        if (marked.Has("name")) return marked;
        var kept = request.OldInputs.Text("name");
        return marked.With("name", kept ?? $"{request.Name}-{Convert.ToHexStringLower(request.RandomSeed.AsSpan())[..SuffixLength]}");
    }

    /// <inheritdoc/>
    public override Task Delete(DeleteRequest request, CancellationToken cancellation) =>
        Client.DeleteAsync($"v9/projects/{request.Id}", TeamOf(request.OldInputs), cancellation);

    /// <inheritdoc/>
    protected override async Task<(string Id, PropertyMap Answered)> CreateAsync(string urn, PropertyMap inputs, CancellationToken cancellation)
    {
        var body = ProjectJson.Write(inputs, PropertyMap.Empty);
        if (inputs.Objects("environments") is { IsEmpty: false } variables)
            body["environmentVariables"] = new JsonArray([.. variables.Select(VariableJson.Write)]);
        try
        {
            var answer = await Client.CallAsync(HttpMethod.Post, "v10/projects", TeamOf(inputs), body, cancellation);
            await SetBranchAsync((string)answer["id"]!, inputs, PropertyMap.Empty, cancellation);
            return ((string)answer["id"]!, PropertyMap.Empty);
        }
        catch (VercelException taken) when (taken.Status == 409)
        {
            if (await TakeUpAsync(inputs, cancellation) is not { } id) throw;
            await Log.TakenOverAsync($"project '{inputs.Text("name")}' ({id})", urn);
            return (id, PropertyMap.Empty);
        }
    }

    /// <inheritdoc/>
    protected override async Task<PropertyMap> UpdateAsync(string id, PropertyMap inputs, PropertyMap old, CancellationToken cancellation)
    {
        var team = TeamOf(inputs);
        await Client.CallAsync(HttpMethod.Patch, $"v9/projects/{id}", team, ProjectJson.Write(inputs, old), cancellation);
        await SetBranchAsync(id, inputs, old, cancellation);
        await DropVariablesAsync(id, inputs, old, cancellation);
        if (inputs.Objects("environments") is { IsEmpty: false } variables)
            await Client.CallAsync(
                HttpMethod.Post, $"v10/projects/{id}/env?upsert=true", team, new JsonArray([.. variables.Select(VariableJson.Write)]), cancellation);
        return PropertyMap.Empty;
    }

    /// <inheritdoc/>
    protected override async Task<(string Id, PropertyMap Inputs, PropertyMap Answered)?> ReadAsync(
        string id, PropertyMap inputs, CancellationToken cancellation) =>
        await Client.FindAsync($"v9/projects/{id}", TeamOf(inputs), cancellation) is { } project
            ? ((string)project["id"]!, ProjectJson.Read(project, inputs), PropertyMap.Empty)
            : null;

    /// <summary>A project with nothing on it is one whose creation was not heard of: the answer got lost.</summary>
    private async Task<string?> TakeUpAsync(PropertyMap inputs, CancellationToken cancellation)
    {
        var project = await Client.FindAsync($"v9/projects/{inputs.RequiredText("name")}", TeamOf(inputs), cancellation);
        if (project is null || project["latestDeployments"] is JsonArray { Count: > 0 }) return null;
        if (project["env"] is JsonArray { Count: > 0 } && inputs.Objects("environments").IsEmpty) return null;
        await UpdateAsync((string)project["id"]!, inputs, PropertyMap.Empty, cancellation);
        return (string)project["id"]!;
    }

    // The branch that is production has a call of its own, which a project linked anew needs again.
    private async Task SetBranchAsync(string id, PropertyMap inputs, PropertyMap old, CancellationToken cancellation)
    {
        var (now, before) = (inputs.Map("gitRepository"), old.Map("gitRepository"));
        if (now.Text("productionBranch") is not { } branch) return;
        if (branch == before.Text("productionBranch") && now.Text("repo") == before.Text("repo")) return;
        await Client.CallAsync(HttpMethod.Patch, $"v9/projects/{id}/branch", TeamOf(inputs), Body(("branch", branch)), cancellation);
    }

    private async Task DropVariablesAsync(string id, PropertyMap inputs, PropertyMap old, CancellationToken cancellation)
    {
        var kept = inputs.Objects("environments").Select(variable => variable.Text("key")).ToHashSet();
        var dropped = old.Objects("environments").Select(variable => variable.Text("key")).Where(key => !kept.Contains(key)).ToHashSet();
        if (dropped.Count == 0) return;
        var listed = await Client.CallAsync(HttpMethod.Get, $"v9/projects/{id}/env", TeamOf(inputs), null, cancellation);
        foreach (var variable in listed["envs"]!.AsArray().Where(variable => dropped.Contains((string?)variable!["key"])))
            await Client.DeleteAsync($"v9/projects/{id}/env/{(string?)variable!["id"]}", TeamOf(inputs), cancellation);
    }

    private static IEnumerable<CheckFailure> Protection(PropertyMap inputs, string property) =>
        OneOf($"{property}.deploymentType", inputs.Map(property).Text("deploymentType"), ProjectJson.ProtectionNames);

    private static IEnumerable<CheckFailure> OneOf(string property, string? value, IEnumerable<string> allowed)
    {
        if (value is not null && !allowed.Contains(value))
            yield return new CheckFailure(property, $"it is '{value}', and must be one of: {string.Join(", ", allowed)}.");
    }

    [GeneratedRegex("^[a-z0-9._-]{1,100}$")]
    private static partial Regex ProjectName();
}
