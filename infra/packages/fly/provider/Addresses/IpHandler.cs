using System.Text.Json.Nodes;
using PipAi.Plugins.Hosting;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;
using PipAi.Providers.Fly.Api;
using PipAi.Providers.Fly.Sessions;
using PipAi.Providers.Fly.Values;

namespace PipAi.Providers.Fly.Addresses;

/// <summary>
/// The resource type Ip. Every POST allocates another address, so a create looks first whether the app has one of this kind that
/// no resource of this run owns: an earlier try left it behind.
/// </summary>
internal sealed class IpHandler(Func<FlySession> session) : ResourceHandler
{
    private const string IdForm = "<app>/<address>";

    public override string Token => "fly:index:Ip";

    public override IReadOnlyList<string> Stables => ["address", "shared", "createdAt"];

    public override IEnumerable<CheckFailure> Check(PropertyMap inputs)
    {
        var checks = new ValueChecks();
        checks.OneOf(inputs, "type", "type", "v4", "shared_v4", "v6", "private_v6");
        if (inputs.Text("region") is not "global") checks.Region(inputs, "region", "region");
        if (inputs.Has("network") && inputs.Text("type") is not (null or "private_v6"))
            checks.Fail("network", "only a private_v6 address belongs to a network.");
        return checks.Failures;
    }

    public override DiffResponse Diff(DiffRequest request, ObjectSchema schema)
    {
        session().Claims.Claim(request.Id, request.Urn);
        return base.Diff(request, schema);
    }

    public override PropertyMap Planned(PropertyMap inputs, PropertyMap? oldOutputs)
    {
        var planned = inputs.WithoutNulls();
        foreach (var name in Stables) planned = planned.With(name, oldOutputs?.GetValueOrDefault(name) ?? PropertyValue.Computed);
        return planned;
    }

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        var (app, type) = (request.Inputs.RequiredText("app"), request.Inputs.RequiredText("type"));
        var address = await FindUnownedAsync(app, request, cancellation) ?? await AllocateAsync(app, type, request, cancellation);
        return new CreateResponse { Id = Id(app, address), Outputs = Outputs(request.Inputs, address) };
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellation)
    {
        var (app, address) = ResourceIds.Split(request.Id, "address", IdForm);
        if ((await ListAsync(app, cancellation)).FirstOrDefault(ip => Address(ip) == address) is not { } found)
            return new ReadResponse { Id = "" };
        session().Claims.Claim(request.Id, request.Urn);
        var inputs = request.Inputs.IsEmpty ? PropertyMap.Empty.With("app", app).With("type", Type(found)) : request.Inputs;
        return new ReadResponse { Id = request.Id, Inputs = inputs, Outputs = Outputs(inputs, found) };
    }

    public override Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellation) =>
        Task.FromResult(new UpdateResponse { Outputs = Planned(request.NewInputs, request.OldOutputs) });

    public override async Task DeleteAsync(DeleteRequest request, CancellationToken cancellation)
    {
        var (app, address) = ResourceIds.Split(request.Id, "address", IdForm);
        var call = new FlyRequest(
            HttpMethod.Delete, $"{Path(app)}/{Uri.EscapeDataString(address)}", $"release address '{address}' of app '{app}'")
        {
            Budget = ("ips", app),
            Repeatable = true,
        };
        await session().Client.DeleteAsync(call, cancellation);
    }

    private async Task<JsonObject> AllocateAsync(string app, string type, CreateRequest request, CancellationToken cancellation)
    {
        var body = new JsonObject { ["type"] = type };
        foreach (var (name, key) in (ReadOnlySpan<(string, string)>)[
            ("region", "region"),
            ("network", "network"),
            ("orgSlug", "org_slug"),
            ("serviceName", "service_name"),
        ])
            if (request.Inputs.Text(name) is { } text) body[key] = text;
        var call = new FlyRequest(HttpMethod.Post, Path(app), $"allocate a {type} address for app '{app}'")
        {
            Body = body,
            Budget = ("ips", app),
        };
        try
        {
            var made = (JsonObject)(await session().Client.SendAsync(call, cancellation))!;
            session().Claims.Claim(Id(app, made), request.Urn);
            return made;
        }
        catch (FlyApiException failure) when (failure.OutcomeUnknown)
        {
            await session().DelayAsync(TimeSpan.FromSeconds(2), cancellation);
            if (await FindUnownedAsync(app, request, cancellation) is { } made) return made;
            throw;
        }
    }

    private async Task<JsonObject?> FindUnownedAsync(string app, CreateRequest request, CancellationToken cancellation) =>
        (await ListAsync(app, cancellation)).FirstOrDefault(
            ip => Fits(ip, request.Inputs) && session().Claims.Claim(Id(app, ip), request.Urn)) is { } found
            ? await TakenOverAsync(app, found, request.Urn)
            : null;

    private async Task<JsonObject> TakenOverAsync(string app, JsonObject address, string urn)
    {
        await Log.TakenOverAsync($"{Type(address)} address '{Address(address)}' of app '{app}'", urn);
        return address;
    }

    private async Task<JsonObject[]> ListAsync(string app, CancellationToken cancellation)
    {
        var call = new FlyRequest(HttpMethod.Get, Path(app), $"list the addresses of app '{app}'") { Budget = ("list-ips", app) };
        // Without the app there are none.
        var answer = await session().Client.FindAsync(call, cancellation);
        return [.. (answer as JsonArray ?? answer?["ips"] as JsonArray ?? []).OfType<JsonObject>()];
    }

    private static bool Fits(JsonObject ip, PropertyMap inputs) =>
        Type(ip) == inputs.Text("type")
        && (Text(ip, "region") ?? "global") == (inputs.Text("region") ?? "global")
        && Text(ip, "service_name") == inputs.Text("serviceName");

    // The answer has no type: it shows in the address. Private addresses begin with fd.
    private static string Type(JsonObject ip)
    {
        var address = Address(ip);
        if (address.Contains(':', StringComparison.Ordinal))
            return address.StartsWith("fd", StringComparison.OrdinalIgnoreCase) ? "private_v6" : "v6";
        return ip["shared"]?.GetValue<bool>() is true ? "shared_v4" : "v4";
    }

    private static PropertyMap Outputs(PropertyMap inputs, JsonObject ip) =>
        inputs.WithoutNulls()
            .With("address", Address(ip))
            .With("shared", ip["shared"]?.GetValue<bool>() ?? false)
            .With("createdAt", Text(ip, "created_at"));

    private static string Id(string app, JsonObject ip) => ResourceIds.Join(app, Address(ip));

    private static string Address(JsonObject ip) => Text(ip, "ip") ?? Text(ip, "address") ?? "";

    private static string? Text(JsonObject ip, string name) => ip[name]?.GetValue<string>() is { Length: > 0 } text ? text : null;

    private static string Path(string app) => $"apps/{Uri.EscapeDataString(app)}/ip_assignments";
}
