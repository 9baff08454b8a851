using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PipAi.Plugins.Hosting;
using PipAi.Plugins.Properties;
using PipAi.Providers.Fly.Api;
using PipAi.Providers.Fly.Machines;
using PipAi.Providers.Fly.Sessions;
using PipAi.Providers.Fly.Values;

namespace PipAi.Providers.Fly.Apps;

/// <summary>The resource type App.</summary>
internal sealed partial class AppHandler(Func<FlySession> session) : ResourceHandler
{
    private static readonly TimeSpan LongestDeletion = TimeSpan.FromMinutes(2);

    public override string Token => "fly:index:App";

    public override IReadOnlyList<string> Stables => ["appId", "hostname", "cnameTarget"];

    public override IEnumerable<CheckFailure> Check(PropertyMap inputs)
    {
        if (inputs.Text("name") is { } name && !AppName().IsMatch(name))
            yield return new CheckFailure("name", $"'{name}' must be 2 to 63 small letters, digits and hyphens, and start with a letter.");
    }

    public override PropertyMap Normal(PropertyMap inputs) => NormalProperties.Pruned(
        NormalProperties.Defaults(inputs.Remove("enableSubdomains"), ("forceDestroy", false)));

    public override PropertyMap Planned(PropertyMap inputs, PropertyMap? oldOutputs) =>
        inputs.WithoutNulls()
            .With("appId", oldOutputs?.GetValueOrDefault("appId") ?? PropertyValue.Computed)
            .With("cnameTarget", oldOutputs?.GetValueOrDefault("cnameTarget") ?? PropertyValue.Computed)
            .With("hostname", inputs.Text("name") is { } name ? new PropertyValue(Hostname(name)) : PropertyValue.Computed);

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        var (name, org) = (request.Inputs.RequiredText("name"), Organization(request.Inputs));
        var body = new JsonObject
        {
            ["name"] = name,
            ["org_slug"] = org,
            ["enable_subdomains"] = request.Inputs.Flag("enableSubdomains") ?? false,
        };
        if (request.Inputs.Text("network") is { } network) body["network"] = network;
        var call = new FlyRequest(HttpMethod.Post, "apps", $"create app '{name}'") { Body = body, Budget = ("create-app", name) };
        try
        {
            await session().Client.SendAsync(call, cancellation);
        }
        catch (FlyApiException failure) when (failure.OutcomeUnknown || failure.Failure == FlyFailure.NameTaken)
        {
            await AdoptAsync(name, request, failure, cancellation);
        }

        var app = await FindAsync(name, cancellation)
            ?? throw new InvalidOperationException($"App '{name}' was created, but Fly does not know it. Run again.");
        return new CreateResponse { Id = name, Outputs = Outputs(request.Inputs, app) };
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellation)
    {
        if (await FindAsync(request.Id, cancellation) is not { } app) return new ReadResponse { Id = "" };
        var inputs = request.Inputs.With("name", request.Id);
        if (request.Inputs.IsEmpty || inputs.Has("orgSlug"))
            inputs = inputs.With("orgSlug", (app["organization"] as JsonObject)?["slug"]?.GetValue<string>() ?? inputs.Text("orgSlug"));
        return new ReadResponse { Id = request.Id, Inputs = inputs, Outputs = Outputs(inputs, app) };
    }

    // Nothing of an app can be changed in place: forceDestroy is only remembered.
    public override Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellation) =>
        Task.FromResult(new UpdateResponse { Outputs = Planned(request.NewInputs, request.OldOutputs) });

    public override async Task DeleteAsync(DeleteRequest request, CancellationToken cancellation)
    {
        var name = request.Id;
        if (await FindAsync(name, cancellation) is null) return;
        var force = request.OldInputs.Flag("forceDestroy") ?? request.OldOutputs.Flag("forceDestroy") ?? false;
        var foreign = await ForeignMachinesAsync(name, request.Urn, cancellation);
        if (foreign.Length > 0 && !force)
            throw new InvalidOperationException(
                $"App '{name}' holds {foreign.Length} machine(s) that this stack does not know ({string.Join(
                    ", ", foreign.Select(m => m.Id))}); destroying the "
                + "app would destroy them. Destroy or move them first, or set forceDestroy on the app and run 'up' before 'destroy'.\n"
                + $"    fly machine list --app {name}");
        await RemoveAsync(name, cancellation);
    }

    private async Task RemoveAsync(string name, CancellationToken cancellation)
    {
        var call = new FlyRequest(HttpMethod.Delete, $"apps/{Uri.EscapeDataString(name)}?force=true", $"delete app '{name}'")
        {
            Repeatable = true,
            Budget = ("delete-app", name),
        };
        await session().Client.DeleteAsync(call, cancellation);

        var started = session().Time.GetTimestamp();
        while (await FindAsync(name, cancellation) is not null)
        {
            if (session().Time.GetElapsedTime(started) > LongestDeletion)
                throw new TimeoutException($"App '{name}' was told to go, but is still there. Run again.");
            await session().DelayAsync(TimeSpan.FromMilliseconds(500), cancellation);
        }
    }

    // An app of that name that our token can see and that holds nothing of others was left behind by an earlier try.
    private async Task AdoptAsync(string name, CreateRequest request, FlyApiException failure, CancellationToken cancellation)
    {
        if (failure.OutcomeUnknown) await session().DelayAsync(TimeSpan.FromSeconds(1), cancellation);
        JsonObject? app = null;
        try
        {
            app = await FindAsync(name, cancellation);
        }
        catch (FlyApiException refused) when (refused.Failure is FlyFailure.Forbidden or FlyFailure.Unauthenticated)
        {
            // It belongs to somebody else.
        }

        if (app is null) throw failure;
        var (org, wanted) = ((app["organization"] as JsonObject)?["slug"]?.GetValue<string>(), Organization(request.Inputs));
        if (org is not null && org != wanted)
            throw new InvalidOperationException(
                $"App '{name}' exists already, in organization '{org}' instead of '{wanted}': names are unique over all of Fly. Choose "
                    + $"another name.", failure);
        var foreign = await ForeignMachinesAsync(name, request.Urn, cancellation);
        if (foreign.Length > 0)
            throw new InvalidOperationException(
                $"App '{name}' exists already and holds {foreign.Length} machine(s) that this stack does not know. Choose another name, "
                    + $"or take it over.\n"
                + $"    pulumi import fly:index:App {request.Name} {name}", failure);
        await Log.TakenOverAsync($"app '{name}' of organization '{wanted}'", request.Urn);
    }

    private string Organization(PropertyMap inputs) => inputs.Text("orgSlug") ?? session().Settings.OrgSlug;

    private async Task<MachineView[]> ForeignMachinesAsync(string app, string urn, CancellationToken cancellation)
    {
        var stack = session().Settings.Owner ?? MachineTarget.StackOf(urn);
        var machines = await session().Machines.ListAsync(app, cancellation);
        return [.. machines.Where(machine => !machine.IsGone && !MachineTarget.IsOfStack(stack, app, machine))];
    }

    private async Task<JsonObject?> FindAsync(string name, CancellationToken cancellation)
    {
        var call = new FlyRequest(
            HttpMethod.Get, $"apps/{Uri.EscapeDataString(name)}", $"read app '{name}'")
        { Budget = ("get-app", name) };
        return (JsonObject?)await session().Client.FindAsync(call, cancellation);
    }

    // Not among the outputs: the status, which turns from pending to deployed by itself with the first machine.
    private static PropertyMap Outputs(PropertyMap inputs, JsonObject app)
    {
        var name = app["name"]?.GetValue<string>() ?? inputs.RequiredText("name");
        return inputs.WithoutNulls()
            .With("appId", app["id"]?.GetValue<string>() ?? name)
            .With("hostname", Hostname(name))
            .With("cnameTarget", app["cname_target"]?.GetValue<string>());
    }

    private static string Hostname(string name) => $"{name}.fly.dev";

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,61}[a-z0-9]\z")]
    private static partial Regex AppName();
}
