using System.Text.Json.Nodes;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;
using PipAi.Providers.Vercel.Api;
using PipAi.Providers.Vercel.Handlers;

namespace PipAi.Providers.Vercel.Variables;

/// <summary>An environment variable of a project. A sensitive one can be written, but never read back.</summary>
internal sealed class VariableHandler(VercelClient client, VercelSettings settings, PackageSchema schema)
    : VercelHandler("vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable", client, settings, schema)
{
    private static readonly string[] Allowed = ["production", "preview", "development"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReplacedOn => ["projectId", "teamId", "sensitive", "key", "customEnvironmentIds"];

    /// <inheritdoc/>
    protected override IEnumerable<string> Told => ["id", "comment", "customEnvironmentIds", "targets"];

    /// <inheritdoc/>
    protected override IEnumerable<string> Left => ["comment"];

    /// <inheritdoc/>
    protected override IEnumerable<string> WriteOnly => ["valueWo"];

    /// <inheritdoc/>
    public override IEnumerable<CheckFailure> Check(PropertyMap inputs)
    {
        if (inputs.Has("value") == inputs.Has("valueWo"))
            yield return new CheckFailure("value", "exactly one of 'value' and 'valueWo' must be set.");
        if (!inputs.Has("targets") && !inputs.Has("customEnvironmentIds"))
            yield return new CheckFailure("targets", "at least one of 'targets' and 'customEnvironmentIds' must be set.");
        foreach (var target in inputs.Texts("targets").Where(target => !Allowed.Contains(target)))
            yield return new CheckFailure("targets", $"'{target}' is no target; there are: {string.Join(", ", Allowed)}.");
        if (inputs.Flag("sensitive") == true && inputs.Texts("targets").Contains("development"))
            yield return new CheckFailure("targets", "a sensitive variable cannot be given to development.");
        if (inputs.Has("gitBranch") && inputs.Texts("targets") is { Length: > 0 } targets && !targets.Contains("preview"))
            yield return new CheckFailure("gitBranch", "a branch is for previews: 'targets' must have 'preview'.");
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(DeleteRequest request, CancellationToken cancellation) =>
        Client.DeleteAsync($"v9/{ProjectPath(request.OldInputs)}/env/{request.Id}", TeamOf(request.OldInputs), cancellation);

    /// <inheritdoc/>
    protected override async Task<(string Id, PropertyMap Outputs)> CreateAsync(
        string urn, PropertyMap inputs, CancellationToken cancellation)
    {
        // An upsert: a variable whose creation was not heard of is taken up, and so is one that somebody set. One of another type stands in
        // the way, as at Vercel: a variable that is replaced must be deleted first, which the program says.
        var (body, standing) = (VariableJson.Write(inputs), await FindAsync(inputs, cancellation));
        var isTaken = standing is not null && ((string?)standing["type"] == VariableJson.Sensitive) != (inputs.Flag("sensitive") == true);
        if (standing is not null && !isTaken)
            await Log.TakenOverAsync($"variable '{inputs.Text("key")}' of project '{inputs.Text("projectId")}'", urn);
        var path = $"v10/{ProjectPath(inputs)}/env{(isTaken ? "" : "?upsert=true")}";
        var answer = await Client.CallAsync(HttpMethod.Post, path, TeamOf(inputs), body, cancellation);
        var made = answer["created"]!.AsObject();
        return ((string)made["id"]!, Outputs(made, inputs).With("value", inputs.GetValueOrDefault("value")));
    }

    /// <inheritdoc/>
    protected override async Task<PropertyMap> ApplyAsync(UpdateRequest request, CancellationToken cancellation)
    {
        var inputs = request.NewInputs;
        var body = VariableJson.Write(inputs);
        // What is left out would stay.
        body["gitBranch"] ??= null;
        body.Remove("key");
        var answer = await Client.CallAsync(
            HttpMethod.Patch, $"v9/{ProjectPath(inputs)}/env/{request.Id}", TeamOf(inputs), body, cancellation);
        return Outputs(answer, inputs).With("value", inputs.GetValueOrDefault("value"));
    }

    /// <inheritdoc/>
    protected override async Task<(string Id, PropertyMap Outputs)?> FetchAsync(ReadRequest request, CancellationToken cancellation)
    {
        // An import names the project before the variable, and the team before the project.
        var parts = request.Id.Split('/');
        var known = parts.Length > 1 ? request.Inputs.With("projectId", parts[^2]) : request.Inputs;
        if (parts.Length > 2) known = known.With("teamId", parts[^3]);
        var answer = await Client.FindAsync($"v1/{ProjectPath(known)}/env/{parts[^1]}", TeamOf(known), cancellation);
        if (answer is null) return null;
        var outputs = Outputs(answer, known);
        if ((string?)answer["type"] == VariableJson.Sensitive) outputs = outputs.With("value", request.Inputs.GetValueOrDefault("value"));
        else if (!known.Has("valueWo")) outputs = outputs.With("value", new PropertyValue((string)answer["value"]!));
        return (parts[^1], outputs);
    }

    // What an upsert would overwrite: the same key for one of the same targets, and the same branch.
    private async Task<JsonObject?> FindAsync(PropertyMap inputs, CancellationToken cancellation)
    {
        var listed = await Client.CallAsync(HttpMethod.Get, $"v9/{ProjectPath(inputs)}/env", TeamOf(inputs), null, cancellation);
        var targets = inputs.Texts("targets");
        return (listed["envs"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(variable =>
            (string?)variable["key"] == inputs.Text("key") && ((string?)variable["gitBranch"] ?? "") == (inputs.Text("gitBranch") ?? "")
            && (variable["target"] as JsonArray ?? []).Any(target => targets.Contains((string?)target ?? "")));
    }

    private PropertyMap Outputs(JsonObject answer, PropertyMap inputs) => VariableJson.Show(answer)
        .With("projectId", inputs.Text("projectId"))
        .With("teamId", TeamShown(inputs))
        .With("customEnvironmentIds", Json.Read(answer["customEnvironmentIds"]));
}
