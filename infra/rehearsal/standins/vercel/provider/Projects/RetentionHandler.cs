using System.Text.Json.Nodes;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;
using PipAi.Providers.Vercel.Api;
using PipAi.Providers.Vercel.Handlers;

namespace PipAi.Providers.Vercel.Projects;

/// <summary>How long a project's deployments are kept. Deleted, it leaves the project as it is, like the official provider.</summary>
internal sealed class RetentionHandler(VercelClient client, VercelSettings settings, PackageSchema schema)
    : VercelHandler("vercel:index/projectDeploymentRetention:ProjectDeploymentRetention", client, settings, schema)
{
    // The API takes periods, and shows days.
    private static readonly ImmutableSortedDictionary<int, string> Periods = new Dictionary<int, string>
    {
        [1] = "1d",
        [7] = "1w",
        [30] = "1m",
        [60] = "2m",
        [90] = "3m",
        [180] = "6m",
        [365] = "1y",
        [36_500] = "unlimited",
    }.ToImmutableSortedDictionary();

    private static readonly ImmutableSortedDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["expirationPreview"] = "",
        ["expirationProduction"] = "Production",
        ["expirationCanceled"] = "Canceled",
        ["expirationErrored"] = "Errored",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReplacedOn => ["projectId", "teamId"];

    /// <inheritdoc/>
    protected override PropertyMap Defaults { get; } = PropertyMap.Empty
        .With("expirationPreview", "6m")
        .With("expirationProduction", "1y")
        .With("expirationCanceled", "1m")
        .With("expirationErrored", "3m");

    /// <inheritdoc/>
    protected override IEnumerable<string> Told => ["id", "teamId"];

    /// <inheritdoc/>
    public override IEnumerable<CheckFailure> Check(PropertyMap inputs) =>
        from name in Names.Keys
        let period = inputs.Text(name)
        where period is not null && !Periods.ContainsValue(period)
        select new CheckFailure(name, $"'{period}' is no period; there are: {string.Join(", ", Periods.Values)}.");

    /// <inheritdoc/>
    public override Task DeleteAsync(DeleteRequest request, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override async Task<(string Id, PropertyMap Outputs)> CreateAsync(
        string urn, PropertyMap inputs, CancellationToken cancellation)
    {
        var outputs = await SetAsync(inputs, cancellation);
        return ($"{outputs.Text("teamId")}/{inputs.RequiredText("projectId")}", outputs);
    }

    /// <inheritdoc/>
    protected override Task<PropertyMap> ApplyAsync(UpdateRequest request, CancellationToken cancellation) =>
        SetAsync(request.NewInputs, cancellation);

    /// <inheritdoc/>
    protected override async Task<(string Id, PropertyMap Outputs)?> FetchAsync(ReadRequest request, CancellationToken cancellation)
    {
        // An import may name the team before the project.
        var known = request.Inputs.With("projectId", request.Id.Split('/')[^1]);
        if (await Client.FindAsync($"v2/{ProjectPath(known)}", TeamOf(known), cancellation) is not { } project) return null;
        var outputs = PropertyMap.Empty.With("projectId", known.Text("projectId")).SetItem(
            "teamId", new PropertyValue(TeamShown(known) ?? ""));
        foreach (var (property, name) in Names)
            outputs = outputs.With(
                property, Periods.GetValueOrDefault((int?)project["deploymentExpiration"]?["expirationDays" + name] ?? 0));
        return ($"{outputs.Text("teamId")}/{known.Text("projectId")}", outputs);
    }

    private async Task<PropertyMap> SetAsync(PropertyMap inputs, CancellationToken cancellation)
    {
        var known = Known(inputs);
        var body = new JsonObject(Names.Select(name => KeyValuePair.Create("expiration" + name.Value, (JsonNode?)known.Text(name.Key))));
        await Client.CallAsync(HttpMethod.Patch, $"v9/{ProjectPath(inputs)}/deployment-expiration", TeamOf(inputs), body, cancellation);
        return known.SetItem("teamId", new PropertyValue(TeamShown(inputs) ?? ""));
    }
}
