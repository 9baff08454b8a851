using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PipAi.Plugins.Hosting;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;
using PipAi.Providers.Fly.Api;
using PipAi.Providers.Fly.Sessions;
using PipAi.Providers.Fly.Values;

namespace PipAi.Providers.Fly.Secrets;

/// <summary>
/// The resource type Secret. Fly tells a digest instead of the value, and not how it is computed: the digest that came with our
/// own write is remembered, and another one later means that somebody else set the secret.
/// </summary>
/// <param name="session">What the resources of a run share.</param>
/// <param name="make">Makes a value where none is given.</param>
internal sealed partial class SecretHandler(Func<FlySession> session, Func<string> make) : ResourceHandler
{
    // What a refresh puts where keepers are, so that the next plan sets our value again.
    private const string SetElsewhere = "set elsewhere";

    public override string Token => "fly:index:Secret";

    public override IEnumerable<CheckFailure> Check(PropertyMap inputs)
    {
        if (inputs.Has("value") && inputs.Has("keepers"))
            yield return new CheckFailure(
                "keepers", "they renew a value that is made here, and 'value' gives one; leave one of the two out.");
        if (inputs.Text("name") is not { } name) yield break;
        if (!VariableName().IsMatch(name))
            yield return new CheckFailure("name", $"'{name}' must be letters, digits and underscores, and not start with a digit.");
        else if (name.StartsWith("FLY_", StringComparison.Ordinal))
            yield return new CheckFailure("name", $"names that start with FLY_ are Fly's own; '{name}' cannot be set.");
    }

    public override DiffResponse Diff(DiffRequest request, ObjectSchema schema)
    {
        var isUnknown = !request.NewInputs.Has("value") && !request.OldOutputs.Has("value");
        // An imported secret, say: its value can be read by nobody, and others are to be told it.
        return !isUnknown ? base.Diff(request, schema) : base.Diff(
            new DiffRequest(
                request.Urn, request.Id, request.OldOutputs, request.NewInputs.With("value", PropertyValue.Computed), request.IgnoreChanges,
                request.OldInputs),
            schema);
    }

    public override PropertyMap Planned(PropertyMap inputs, PropertyMap? oldOutputs) =>
        SecretValue.Outputs(inputs, SecretValue.Kept(inputs, oldOutputs) ?? PropertyValue.Computed)
            .With("digest", PropertyValue.Computed)
            .With("version", PropertyValue.Computed)
            .With("updatedAt", PropertyValue.Computed);

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        var (app, name) = (request.Inputs.RequiredText("app"), request.Inputs.RequiredText("name"));
        if ((await session().SecretsBeforeAsync(app, token => NamesAsync(app, token), cancellation)).Contains(name))
            await Log.TakenOverAsync($"secret '{name}' of app '{app}'", request.Urn);
        var id = ResourceIds.Join(app, name);
        return new CreateResponse
        {
            Id = id,
            Outputs = await WriteAsync(request.Inputs, SecretValue.Kept(request.Inputs, null), cancellation),
        };
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellation)
    {
        var (app, name) = ResourceIds.Split(request.Id, "secret", "<app>/<secret name>");
        if (await FindAsync(app, name, cancellation) is not { } secret) return new ReadResponse { Id = "" };
        var digest = secret["digest"]?.GetValue<string>();
        var isOurs = digest is null || digest == request.Outputs.Text("digest");
        var inputs = request.Inputs.With("app", app).With("name", name);
        var outputs = request.Outputs.With("app", app).With("name", name).With("digest", digest).With(
            "updatedAt", secret["updated_at"]?.GetValue<string>());
        if (isOurs) return new ReadResponse { Id = request.Id, Inputs = inputs, Outputs = outputs };
        // The value that is there now is unknown: the next plan sets ours again, the one that was made as well as the one that is given.
        return SecretValue.IsMade(request.Outputs)
            ? new ReadResponse { Id = request.Id, Inputs = inputs.With("keepers", Foreign(digest!)), Outputs = outputs }
            : new ReadResponse { Id = request.Id, Inputs = inputs.Remove("value"), Outputs = outputs.Remove("value") };
    }

    public override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellation) =>
        new() { Outputs = await WriteAsync(request.NewInputs, SecretValue.Kept(request.NewInputs, request.OldOutputs), cancellation) };

    public override async Task DeleteAsync(DeleteRequest request, CancellationToken cancellation)
    {
        var (app, name) = ResourceIds.Split(request.Id, "secret", "<app>/<secret name>");
        var call = new FlyRequest(HttpMethod.Delete, Path(app, name), $"delete secret '{name}' of app '{app}'")
        {
            Budget = ("secrets", app),
            Repeatable = true,
        };
        await session().Client.DeleteAsync(call, cancellation);
    }

    // Setting the same value again changes nothing, so that a write whose answer was lost may be repeated.
    private async Task<PropertyMap> WriteAsync(PropertyMap inputs, PropertyValue? kept, CancellationToken cancellation)
    {
        var (app, name) = (inputs.RequiredText("app"), inputs.RequiredText("name"));
        var outputs = SecretValue.Outputs(inputs, kept ?? new PropertyValue(make()));
        var value = outputs.RequiredText("value");
        var call = new FlyRequest(HttpMethod.Post, Path(app, name), $"set secret '{name}' of app '{app}'")
        {
            Body = new JsonObject { ["value"] = value },
            Secrets = [value],
            Budget = ("secrets", app),
            Repeatable = true,
        };
        var answer = await session().Client.SendAsync(call, cancellation) as JsonObject;
        var stored = answer?["digest"] is null ? await FindAsync(app, name, cancellation) : answer;
        return outputs
            .With("digest", stored?["digest"]?.GetValue<string>() ?? "")
            .With("version", Version(answer))
            .With("updatedAt", stored?["updated_at"]?.GetValue<string>());
    }

    private async Task<JsonObject?> FindAsync(string app, string name, CancellationToken cancellation) =>
        (await ListAsync(app, cancellation)).FirstOrDefault(secret => secret["name"]?.GetValue<string>() == name);

    private async Task<IReadOnlySet<string>> NamesAsync(string app, CancellationToken cancellation) =>
        (await ListAsync(app, cancellation)).Select(secret => secret["name"]?.GetValue<string>() ?? "").ToHashSet(StringComparer.Ordinal);

    private async Task<JsonObject[]> ListAsync(string app, CancellationToken cancellation)
    {
        var call = new FlyRequest(
            HttpMethod.Get, Path(app, null), $"list the secrets of app '{app}'")
        { Budget = ("list-secrets", app) };
        // Without the app there are none.
        var answer = await session().Client.FindAsync(call, cancellation);
        var secrets = answer as JsonArray ?? answer?["secrets"] as JsonArray ?? [];
        return [.. secrets.OfType<JsonObject>()];
    }

    private static double Version(JsonObject? answer) =>
        (answer?["version"] ?? answer?["Version"]) is JsonValue version && version.TryGetValue<double>(out var number) ? number : 0;

    private static PropertyValue Foreign(string digest) => new(PropertyMap.Empty.With(SetElsewhere, digest));

    private static string Path(string app, string? name) =>
        $"apps/{Uri.EscapeDataString(app)}/secrets" + (name is null ? "" : "/" + Uri.EscapeDataString(name));

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex VariableName();
}
