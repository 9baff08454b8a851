using System.Text.Json.Nodes;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;
using PipAi.Providers.Vercel.Api;
using PipAi.Providers.Vercel.Handlers;

namespace PipAi.Providers.Vercel.Deployments;

/// <summary>
/// A deployment of a commit. It is there when it has its host names, and another one is made for whatever changes. One that is made
/// twice, because its answer was lost, does no harm: the later one serves.
/// </summary>
internal sealed class DeploymentHandler(VercelClient client, TimeProvider time, VercelSettings settings, PackageSchema schema)
    : VercelHandler("vercel:index/deployment:Deployment", client, settings, schema)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // What the program says, and the API does not show, or shows with more in it.
    private static readonly string[] Said = ["environment", "meta", "deleteOnDestroy"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReplacedOn =>
        ["projectId", "ref", "production", "meta", "environment", "deleteOnDestroy", "teamId"];

    /// <inheritdoc/>
    protected override IEnumerable<string> Told => ["id", "domains", "production", "teamId", "url"];

    /// <inheritdoc/>
    protected override IEnumerable<string> Left => ["meta", "production"];

    /// <inheritdoc/>
    public override IEnumerable<CheckFailure> Check(PropertyMap inputs)
    {
        if (!inputs.Has("ref")) yield return new CheckFailure("ref", "it must be set: a branch or a commit of the project's repository.");
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(DeleteRequest request, CancellationToken cancellation) =>
        request.OldInputs.Flag("deleteOnDestroy") == true
            ? Client.DeleteAsync(Path(request.Id), TeamOf(request.OldInputs), cancellation)
            : Task.CompletedTask;

    /// <inheritdoc/>
    protected override async Task<(string Id, PropertyMap Outputs)> CreateAsync(
        string urn, PropertyMap inputs, CancellationToken cancellation)
    {
        var team = TeamOf(inputs);
        var project = await Client.CallAsync(HttpMethod.Get, $"v9/{ProjectPath(inputs)}", team, null, cancellation);
        var variables = Json.Write(inputs.GetValueOrDefault("environment", PropertyValue.Null));
        var body = Body(
            ("name", inputs.RequiredText("projectId")),
            ("project", inputs.RequiredText("projectId")),
            ("target", inputs.Flag("production") == true ? "production" : null),
            ("gitSource", GitSource(project["link"] as JsonObject, inputs)),
            ("meta", Json.Write(inputs.GetValueOrDefault("meta", PropertyValue.Null))),
            ("env", variables),
            ("build", variables is null ? null : new JsonObject { ["env"] = variables.DeepClone() }));
        var made = await Client.CallAsync(HttpMethod.Post, "v13/deployments?skipAutoDetectionConfirmation=1", team, body, cancellation);
        var id = (string)made["id"]!;
        return (id, Outputs(await FinishedAsync(id, team, cancellation), inputs));
    }

    /// <inheritdoc/>
    protected override Task<PropertyMap> ApplyAsync(UpdateRequest request, CancellationToken cancellation) =>
        throw new InvalidOperationException("A deployment cannot be changed: another one is made.");

    /// <inheritdoc/>
    protected override async Task<(string Id, PropertyMap Outputs)?> FetchAsync(ReadRequest request, CancellationToken cancellation) =>
        await Client.FindAsync(Path(request.Id), TeamOf(request.Inputs), cancellation) is { } found
            ? (request.Id, Outputs(found, request.Inputs)) : null;

    /// <summary>Waits until it is built and has its host names.</summary>
    private async Task<JsonObject> FinishedAsync(string id, string? team, CancellationToken cancellation)
    {
        while (true)
        {
            var deployment = await Client.CallAsync(HttpMethod.Get, Path(id), team, null, cancellation);
            if ((string?)deployment["readyState"] is "ERROR" or "CANCELED" || deployment["aliasError"] is JsonObject)
                throw new InvalidOperationException($"Vercel did not finish deployment {id}: {Reason(deployment)}");
            if ((bool?)deployment["aliasAssigned"] == true) return deployment;
            await Task.Delay(Pause, time, cancellation);
        }
    }

    private static string Reason(JsonObject deployment) =>
        (string?)deployment["errorMessage"] ?? (string?)deployment["aliasError"]?["message"]
            ?? $"it is {(string?)deployment["readyState"]}.";

    private static JsonObject GitSource(JsonObject? link, PropertyMap inputs)
    {
        string[] names = (string?)link?["type"] switch
        {
            "github" => ["org", "repo"],
            "gitlab" => ["projectId"],
            "bitbucket" => ["owner", "slug"],
            _ =>
                throw new InvalidOperationException(
                    "Project has no linked Git repository: there is no 'ref' to deploy. Set the project's gitRepository."),
        };
        var source = new JsonObject { ["type"] = link!["type"]!.DeepClone(), ["ref"] = inputs.RequiredText("ref") };
        foreach (var name in names) source[name] = link[name]?.DeepClone();
        return source;
    }

    private PropertyMap Outputs(JsonObject deployment, PropertyMap inputs) => PropertyMap.Empty
        .With("projectId", (string?)deployment["projectId"])
        .With("teamId", TeamShown(inputs))
        .With("url", (string?)deployment["url"])
        .With("domains", Json.Read(deployment["alias"] ?? new JsonArray()))
        .With("ref", (string?)deployment["gitSource"]?["ref"])
        .With("production", (string?)deployment["target"] == "production" && inputs.Flag("production") != false)
        .SetItems(Said.Where(inputs.Has).Select(name => KeyValuePair.Create(name, inputs[name])));

    private static string Path(string id) => $"v13/deployments/{id}";
}
