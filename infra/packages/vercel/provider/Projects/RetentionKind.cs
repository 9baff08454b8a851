using System.Text.Json.Nodes;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;
using PipAi.Providers.Vercel.Api;

namespace PipAi.Providers.Vercel.Projects;

/// <summary>How long a project's deployments are kept.</summary>
internal sealed class RetentionKind(VercelClient client, VercelSettings settings, PackageSchema schema)
    : VercelKind("vercel:index/projectDeploymentRetention:ProjectDeploymentRetention", client, settings, schema)
{
    private const string Forever = "unlimited";

    private static readonly string[] Periods = ["1d", "1w", "1m", "2m", "3m", "6m", "1y", Forever];

    private static readonly ImmutableSortedDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["expirationPreview"] = "expiration",
        ["expirationProduction"] = "expirationProduction",
        ["expirationCanceled"] = "expirationCanceled",
        ["expirationErrored"] = "expirationErrored",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReplacedOn => ["projectId", "teamId"];

    /// <inheritdoc/>
    protected override PropertyMap Defaults => Names.ToImmutableDictionary(name => name.Key, _ => new PropertyValue(Forever));

    /// <inheritdoc/>
    public override IEnumerable<CheckFailure> Check(PropertyMap inputs) =>
        from name in Names.Keys
        let period = inputs.Text(name)
        where period is not null && !Periods.Contains(period)
        select new CheckFailure(name, $"'{period}' is no period; there are: {string.Join(", ", Periods)}.");

    /// <inheritdoc/>
    public override async Task Delete(DeleteRequest request, CancellationToken cancellation)
    {
        try
        {
            await SetAsync(PropertyMap.Empty.With("projectId", request.OldInputs.Text("projectId")), TeamOf(request.OldInputs), cancellation);
        }
        catch (VercelException gone) when (gone.Status == 404)
        {
            // It went with its project.
        }
    }

    /// <inheritdoc/>
    protected override async Task<(string Id, PropertyMap Answered)> CreateAsync(string urn, PropertyMap inputs, CancellationToken cancellation)
    {
        await SetAsync(inputs, TeamOf(inputs), cancellation);
        return (inputs.RequiredText("projectId"), PropertyMap.Empty);
    }

    /// <inheritdoc/>
    protected override async Task<PropertyMap> UpdateAsync(string id, PropertyMap inputs, PropertyMap old, CancellationToken cancellation)
    {
        await SetAsync(inputs, TeamOf(inputs), cancellation);
        return PropertyMap.Empty;
    }

    /// <inheritdoc/>
    protected override async Task<(string Id, PropertyMap Inputs, PropertyMap Answered)?> ReadAsync(
        string id, PropertyMap inputs, CancellationToken cancellation)
    {
        var known = inputs.With("projectId", id);
        var answer = await Client.FindAsync($"v9/{ProjectPath(known)}/deployment-expiration", TeamOf(known), cancellation);
        if (answer is null) return null;
        foreach (var (property, name) in Names)
            if ((string?)answer[name] is { } period && (period != Forever || known.Has(property))) known = known.With(property, period);
        return (id, known, PropertyMap.Empty);
    }

    private Task<JsonObject> SetAsync(PropertyMap inputs, string? team, CancellationToken cancellation)
    {
        var body = new JsonObject(Names.Select(name =>
            KeyValuePair.Create(name.Value, (JsonNode?)(inputs.Text(name.Key) ?? Forever))));
        return Client.CallAsync(HttpMethod.Patch, $"v9/{ProjectPath(inputs)}/deployment-expiration", team, body, cancellation);
    }
}
