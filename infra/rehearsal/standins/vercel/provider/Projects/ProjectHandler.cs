using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;
using PipAi.Providers.Vercel.Api;
using PipAi.Providers.Vercel.Handlers;
using PipAi.Providers.Vercel.Variables;

namespace PipAi.Providers.Vercel.Projects;

/// <summary>A project.</summary>
internal sealed partial class ProjectHandler(VercelClient client, VercelSettings settings, PackageSchema schema)
    : VercelHandler("vercel:index/project:Project", client, settings, schema)
{
    private const int SuffixLength = 7;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReplacedOn => ["teamId"];

    /// <inheritdoc/>
    protected override PropertyMap Defaults { get; } = PropertyMap.Empty
        .With("autoAssignCustomDomains", true)
        .With("gitForkProtection", true)
        .With("oidcTokenConfig", new PropertyValue(PropertyMap.Empty.With("issuerMode", "team")));

    /// <inheritdoc/>
    protected override IEnumerable<string> Told => ProjectOutputs.Told;

    /// <inheritdoc/>
    protected override IEnumerable<string> Left => [.. ProjectJson.Kept, "enablePreviewFeedback", "resourceConfig"];

    /// <inheritdoc/>
    public override IEnumerable<CheckFailure> Check(PropertyMap inputs)
    {
        if (inputs.Text("name") is { } name && !ProjectName().IsMatch(name))
            yield return new CheckFailure("name", $"'{name}' is no project name: 1 to 52 lower-case letters, digits and '-'.");
        if (inputs.Map("gitRepository").Text("repo") is { } repo && repo.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
            yield return new CheckFailure("gitRepository.repo", $"'{repo}' is not of the form owner/name.");
        foreach (var failure in OneOf("gitRepository.type", inputs.Map("gitRepository").Text("type"), ["github", "gitlab", "bitbucket"])
            .Concat(OneOf("nodeVersion", inputs.Text("nodeVersion"), ["18.x", "20.x", "22.x", "24.x"]))
            .Concat(OneOf("oidcTokenConfig.issuerMode", inputs.Map("oidcTokenConfig").Text("issuerMode"), ["team", "global"]))
            .Concat(
                OneOf(
                    "skewProtection", inputs.Text("skewProtection"),
                    ProjectChoices.Skews.OrderBy(skew => skew.Value).Select(skew => skew.Key)))
            .Concat(Protection(inputs, "vercelAuthentication", "none"))
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
    public override Task DeleteAsync(DeleteRequest request, CancellationToken cancellation) =>
        Client.DeleteAsync($"v9/projects/{request.Id}", TeamOf(request.OldInputs), cancellation);

    /// <inheritdoc/>
    protected override async Task<(string Id, PropertyMap Outputs)> CreateAsync(
        string urn, PropertyMap inputs, CancellationToken cancellation)
    {
        var team = TeamOf(inputs);
        string id;
        try
        {
            var made = await Client.CallAsync(HttpMethod.Post, "v10/projects", team, ProjectJson.Made(inputs), cancellation);
            id = (string)made["id"]!;
        }
        catch (VercelException taken) when (taken.Status == 409)
        {
            if (await TakeUpAsync(inputs, cancellation) is not { } found) throw;
            await Log.TakenOverAsync($"project '{inputs.Text("name")}' ({found})", urn);
            id = found;
        }

        var repository = new ProjectRepository(Client, id, team);
        await repository.AddHooksAsync(inputs.Map("gitRepository"), ImmutableHashSet<(string?, string?)>.Empty, cancellation);
        await Client.CallAsync(HttpMethod.Patch, $"v9/projects/{id}", team, ProjectJson.Changed(Known(inputs)), cancellation);
        await repository.SetBranchAsync(inputs.Map("gitRepository"), PropertyMap.Empty, cancellation);
        return (id, (await ShowAsync(id, inputs, cancellation))!);
    }

    /// <inheritdoc/>
    protected override async Task<PropertyMap> ApplyAsync(UpdateRequest request, CancellationToken cancellation)
    {
        var (inputs, goal) = (request.NewInputs, Known(request.NewInputs));
        foreach (var name in ProjectJson.Kept.Where(name => !goal.Has(name)))
            goal = goal.With(name, request.OldOutputs.GetValueOrDefault(name));
        await WriteVariablesAsync(request.Id, inputs, request.OldInputs, cancellation);
        await Client.CallAsync(HttpMethod.Patch, $"v9/projects/{request.Id}", TeamOf(inputs), ProjectJson.Changed(goal), cancellation);
        await new ProjectRepository(Client, request.Id, TeamOf(inputs))
            .ChangeAsync(inputs.Object("gitRepository"), request.OldOutputs.Object("gitRepository"), cancellation);
        return (await ShowAsync(request.Id, inputs, cancellation))!;
    }

    /// <inheritdoc/>
    protected override async Task<(string Id, PropertyMap Outputs)?> FetchAsync(ReadRequest request, CancellationToken cancellation) =>
        await ShowAsync(request.Id, request.Inputs, cancellation) is { } outputs ? (outputs.RequiredText("id"), outputs) : null;

    private async Task<PropertyMap?> ShowAsync(string id, PropertyMap inputs, CancellationToken cancellation)
    {
        if (await Client.FindAsync($"v9/projects/{id}", TeamOf(inputs), cancellation) is not { } project) return null;
        var variables = inputs.Has("environments")
            ? (await Client.CallAsync(
                HttpMethod.Get, $"v9/projects/{id}/env?decrypt=true", TeamOf(inputs), null, cancellation))["envs"]!.AsArray()
            : [];
        return ProjectOutputs.Read(project, inputs, variables).With("id", (string?)project["id"]).With("teamId", TeamShown(inputs));
    }

    /// <summary>A project with nothing on it is one whose creation was not heard of: the answer got lost.</summary>
    private async Task<string?> TakeUpAsync(PropertyMap inputs, CancellationToken cancellation)
    {
        var project = await Client.FindAsync($"v9/projects/{inputs.RequiredText("name")}", TeamOf(inputs), cancellation);
        if (project is null || project["latestDeployments"] is JsonArray { Count: > 0 }) return null;
        if (project["env"] is JsonArray { Count: > 0 } && inputs.Objects("environments").IsEmpty) return null;
        return (string)project["id"]!;
    }

    private async Task WriteVariablesAsync(string id, PropertyMap inputs, PropertyMap old, CancellationToken cancellation)
    {
        // A variable that moved to another place would stand beside itself.
        var kept = inputs.Objects("environments").Select(Place).ToHashSet();
        var dropped = old.Objects("environments").Select(Place).Where(place => !kept.Contains(place)).ToHashSet();
        if (dropped.Count > 0)
        {
            var listed = await Client.CallAsync(HttpMethod.Get, $"v9/projects/{id}/env", TeamOf(inputs), null, cancellation);
            foreach (var variable in listed["envs"]!.AsArray().Where(one => dropped.Contains(Place(VariableJson.Show(one!.AsObject())))))
                await Client.DeleteAsync($"v9/projects/{id}/env/{(string?)variable!["id"]}", TeamOf(inputs), cancellation);
        }

        if (inputs.Objects("environments") is { IsEmpty: false } variables)
            await Client.CallAsync(
                HttpMethod.Post, $"v10/projects/{id}/env?upsert=true", TeamOf(inputs),
                new JsonArray([.. variables.Select(VariableJson.Write)]), cancellation);
    }

    private static string Place(PropertyMap variable) =>
        $"{variable.Text("key")}/{variable.Flag("sensitive")}/{variable.Text("gitBranch")}/{string.Join(
            ',', variable.Texts("targets").Order(StringComparer.Ordinal))}";

    private static IEnumerable<CheckFailure> Protection(PropertyMap inputs, string property, params string[] more) =>
        OneOf(
            $"{property}.deploymentType", inputs.Map(property).Text("deploymentType"),
            ProjectChoices.Protections.Keys.Order(StringComparer.Ordinal).Concat(more));

    private static IEnumerable<CheckFailure> OneOf(string property, string? value, IEnumerable<string> allowed)
    {
        if (value is not null && !allowed.Contains(value))
            yield return new CheckFailure(property, $"it is '{value}', and must be one of: {string.Join(", ", allowed)}.");
    }

    [GeneratedRegex(@"^[a-z0-9-]{1,52}\z")]
    private static partial Regex ProjectName();
}
