using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PipAi.Plugins.Hosting;
using PipAi.Plugins.Properties;
using PipAi.Providers.Fly.Api;
using PipAi.Providers.Fly.Sessions;
using PipAi.Providers.Fly.Values;

namespace PipAi.Providers.Fly.Certificates;

/// <summary>The resource type Cert. It becomes active only when the DNS records exist, so that waiting for it is not the default.</summary>
internal sealed partial class CertHandler(Func<FlySession> session) : ResourceHandler
{
    private const string IdForm = "<app>/<hostname>";
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    public override string Token => "fly:index:Cert";

    public override IEnumerable<CheckFailure> Check(PropertyMap inputs)
    {
        if (inputs.Text("hostname") is { } hostname && !HostName().IsMatch(hostname))
            yield return new CheckFailure("hostname", $"'{hostname}' is not a host name like app.example.com or *.example.com.");
    }

    public override PropertyMap Planned(PropertyMap inputs, PropertyMap? oldOutputs)
    {
        var planned = inputs.WithoutNulls();
        foreach (var name in (string[])["status", "configured", "dnsRequirements", "errors"])
            planned = planned.With(name, oldOutputs is null ? PropertyValue.Computed : oldOutputs.GetValueOrDefault(name));
        return planned;
    }

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        var (app, hostname) = (request.Inputs.RequiredText("app"), request.Inputs.RequiredText("hostname"));
        var takenOver = await FindAsync(app, hostname, cancellation) is not null;
        if (!takenOver || request.Inputs.Has("custom")) takenOver |= !await MakeAsync(app, hostname, request.Inputs, cancellation);
        if (takenOver) await Log.TakenOverAsync($"the certificate of '{hostname}' for app '{app}'", request.Urn);
        var cert = await SettleAsync(app, hostname, request.Inputs, request.Urn, cancellation);
        return new CreateResponse { Id = ResourceIds.Join(app, hostname), Outputs = Outputs(request.Inputs, cert) };
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellation)
    {
        var (app, hostname) = ResourceIds.Split(request.Id, "certificate", IdForm);
        if (await FindAsync(app, hostname, cancellation) is not { } cert) return new ReadResponse { Id = "" };
        var inputs = request.Inputs.With("app", app).With("hostname", hostname);
        return new ReadResponse { Id = request.Id, Inputs = inputs, Outputs = Outputs(inputs, cert) };
    }

    public override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellation)
    {
        var (app, hostname) = ResourceIds.Split(request.Id, "certificate", IdForm);
        if (request.NewInputs.Has("custom")) await MakeAsync(app, hostname, request.NewInputs, cancellation);
        else if (request.OldInputs.Has("custom"))
        {
            await CallAsync(
                HttpMethod.Delete, Path(app, hostname) + "/custom", $"remove the custom certificate of '{hostname}'", null, cancellation);
            await MakeAsync(app, hostname, request.NewInputs, cancellation);
        }

        return new UpdateResponse
        {
            Outputs = Outputs(
            request.NewInputs, await SettleAsync(app, hostname, request.NewInputs, request.Urn, cancellation))
        };
    }

    public override async Task DeleteAsync(DeleteRequest request, CancellationToken cancellation)
    {
        var (app, hostname) = ResourceIds.Split(request.Id, "certificate", IdForm);
        await session().Client.DeleteAsync(
            Request(HttpMethod.Delete, Path(app, hostname), $"delete the certificate of '{hostname}'"), cancellation);
    }

    // False where there is one already.
    private async Task<bool> MakeAsync(string app, string hostname, PropertyMap inputs, CancellationToken cancellation)
    {
        var custom = inputs.Map("custom");
        var body = new JsonObject { ["hostname"] = hostname };
        if (!custom.IsEmpty)
        {
            body["fullchain"] = custom.RequiredText("fullchain");
            body["private_key"] = custom.RequiredText("privateKey");
        }

        try
        {
            var kind = custom.IsEmpty ? "acme" : "custom";
            await CallAsync(
                HttpMethod.Post, $"{Path(app, null)}/{kind}", $"request the certificate of '{hostname}' for app '{app}'", body,
                cancellation);
            return true;
        }
        catch (FlyApiException exists) when (exists.Failure == FlyFailure.NameTaken)
        {
            return false; // an earlier try requested it
        }
    }

    private async Task<JsonObject> SettleAsync(string app, string hostname, PropertyMap inputs, string urn, CancellationToken cancellation)
    {
        var started = session().Time.GetTimestamp();
        while (true)
        {
            var cert = await FindAsync(app, hostname, cancellation)
                ?? throw new InvalidOperationException(
                    $"The certificate of '{hostname}' was requested, but Fly does not know it. Run again.");
            if (inputs.Flag("waitForActive") is not true || Text(cert, "status") == "active") return cert;
            if (session().Time.GetElapsedTime(started) > LongestWait)
                throw new TimeoutException(
                    $"The certificate of '{hostname}' did not become active within {Durations.Format(LongestWait)} (it is '{Text(
                        cert, "status")}'): the DNS records "
                    + $"of 'dnsRequirements' are missing or not yet visible.\n    fly certs check {hostname} --app {app}");
            await Log.StatusAsync($"waits until the certificate is active; it is '{Text(cert, "status")}'", urn);
            await session().DelayAsync(TimeSpan.FromSeconds(5), cancellation);
        }
    }

    private async Task<JsonObject?> FindAsync(string app, string hostname, CancellationToken cancellation)
    {
        var call = new FlyRequest(
            HttpMethod.Get, Path(app, hostname), $"read the certificate of '{hostname}'")
        { Budget = ("get-cert", app) };
        return (JsonObject?)await session().Client.FindAsync(call, cancellation);
    }

    private Task<JsonNode?> CallAsync(HttpMethod method, string path, string purpose, JsonObject? body, CancellationToken cancellation) =>
        session().Client.SendAsync(Request(method, path, purpose) with { Body = body, Secrets = Confidential(body) }, cancellation);

    private static FlyRequest Request(HttpMethod method, string path, string purpose) =>
        new(method, path, purpose) { Budget = ("certificates", path), Repeatable = true };

    private static string[] Confidential(JsonObject? body) => body?["private_key"] is { } key ? [key.GetValue<string>()] : [];

    private static PropertyMap Outputs(PropertyMap inputs, JsonObject cert)
    {
        var dns = cert["dns_requirements"] as JsonObject ?? [];
        var requirements = PropertyMap.Empty
            .With("a", Texts(dns["a"]))
            .With("aaaa", Texts(dns["aaaa"]))
            .With("cname", Text(dns, "cname"))
            .With("acmeChallengeName", Text(dns["acme_challenge"], "name"))
            .With("acmeChallengeTarget", Text(dns["acme_challenge"], "target"))
            .With("ownershipName", Text(dns["ownership"], "name"))
            .With("ownershipValue", Text(dns["ownership"], "app_value"));
        return inputs.WithoutNulls()
            .With("status", Text(cert, "status") ?? "pending_validation")
            .With("configured", cert["configured"]?.GetValue<bool>() ?? false)
            .With("dnsRequirements", new PropertyValue(requirements))
            .With("errors", Texts(cert["validation_errors"]));
    }

    private static PropertyValue Texts(JsonNode? list) => new((list as JsonArray ?? [])
        .Select(
            item =>
                new PropertyValue(item is JsonValue value && value.TryGetValue<string>(out var text) ? text : item?.ToJsonString() ?? ""))
        .ToImmutableArray());

    private static string? Text(JsonNode? node, string name) =>
        node is JsonObject json && json[name]?.GetValue<string>() is { Length: > 0 } text ? text : null;

    private static string Path(string app, string? hostname) =>
        $"apps/{Uri.EscapeDataString(app)}/certificates" + (hostname is null ? "" : "/" + Uri.EscapeDataString(hostname));

    [GeneratedRegex(@"^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}\z", RegexOptions.IgnoreCase)]
    private static partial Regex HostName();
}
