using System.Text.Json.Nodes;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>
/// Calls on certificates. They are records only, and stay <c>pending_ownership</c> until <c>check</c> is asked for: the local cloud
/// has no DNS, so the first check finds every record in place.
/// </summary>
internal sealed class CertificateCalls(FlyCore core)
{
    private const string All = "/apps/{app}/certificates";
    private const string One = "/apps/{app}/certificates/{hostname}";

    /// <summary>Adds them.</summary>
    public void Map(FlyRoutes routes)
    {
        routes.Map("GET", All, call => Task.FromResult(FlyAnswer.Ok(new JsonObject
        {
            ["certificates"] = new JsonArray([.. call.App.Certificates.Values.Select(certificate => certificate.DeepClone())]),
            ["total_count"] = call.App.Certificates.Count,
        })));
        routes.Map("POST", All + "/acme", call => AddAsync(call, "fly"));
        routes.Map("POST", All + "/custom", call =>
        {
            if (call.Body["fullchain"].Text().Length == 0 || call.Body["private_key"].Text().Length == 0)
                throw new FlyProblem(422, "fullchain and private_key are required");
            return AddAsync(call, "custom");
        });
        routes.Map("GET", One, call => Task.FromResult(FlyAnswer.Ok(Find(call).DeepClone())));
        routes.Map("POST", One + "/check", CheckAsync);
        routes.Map("DELETE", One, RemoveAsync);
        routes.Map("DELETE", One + "/acme", RemoveAsync);
        routes.Map("DELETE", One + "/custom", RemoveAsync);
    }

    private Task<FlyAnswer> AddAsync(FlyCall call, string source)
    {
        var hostname = call.Body["hostname"].Text().ToLowerInvariant();
        var plain = hostname.StartsWith("*.", StringComparison.Ordinal) ? hostname[2..] : hostname;
        if (!plain.Contains('.', StringComparison.Ordinal) || Uri.CheckHostName(plain) != UriHostNameType.Dns)
            throw new FlyProblem(422, $"hostname \"{hostname}\" is not valid");
        if (core.State.Apps.FirstOrDefault(app => app.Certificates.ContainsKey(hostname)) is { } owner)
            throw new FlyProblem(422, $"hostname \"{hostname}\" already has a certificate in app {owner.Name}");
        var certificate = New(call.App, hostname, source);
        Put(call.App, hostname, certificate);
        return Task.FromResult(new FlyAnswer(201, certificate.DeepClone()));
    }

    private Task<FlyAnswer> CheckAsync(FlyCall call)
    {
        var certificate = Find(call).DeepClone().AsObject();
        certificate["status"] = "active";
        certificate["configured"] = true;
        foreach (var kind in new[] { "dns_configured", "alpn_configured", "http_configured", "ownership_txt_configured" })
            certificate["validation"]![kind] = true;
        Put(call.App, call.Path("hostname"), certificate);
        return Task.FromResult(FlyAnswer.Ok(certificate.DeepClone()));
    }

    private Task<FlyAnswer> RemoveAsync(FlyCall call)
    {
        Find(call);
        core.State.Change(call.App.Name, app => app with { Certificates = app.Certificates.Remove(call.Path("hostname")) });
        return Task.FromResult(FlyAnswer.Empty);
    }

    private void Put(AppRecord app, string hostname, JsonObject certificate) =>
        core.State.Change(app.Name, current => current with { Certificates = current.Certificates.SetItem(hostname, certificate) });

    private static JsonObject Find(FlyCall call) => call.App.Certificates.GetValueOrDefault(call.Path("hostname"))
        ?? throw FlyProblem.NotFound($"certificate for '{call.Path("hostname")}'");

    private JsonObject New(AppRecord app, string hostname, string source) => new()
    {
        ["hostname"] = hostname,
        ["configured"] = false,
        ["acme_requested"] = source == "fly",
        ["status"] = "pending_ownership",
        ["dns_provider"] = "",
        ["dns_requirements"] = new JsonObject
        {
            ["a"] = new JsonArray([.. Addresses(app, four: true)]),
            ["aaaa"] = new JsonArray([.. Addresses(app, four: false)]),
            ["cname"] = $"{app.Id}.{app.Name}.fly.dev",
            ["acme_challenge"] = new JsonObject
            {
                ["name"] = $"_acme-challenge.{hostname}",
                ["target"] = $"{hostname}.{app.Id}.flydns.net",
            },
            ["ownership"] = new JsonObject
            {
                ["name"] = $"_fly-ownership.{hostname}",
                ["app_value"] = $"app-{app.Id}",
                ["org_value"] = $"org-{app.Organization}",
            },
        },
        ["validation"] = new JsonObject
        {
            ["dns_configured"] = false,
            ["alpn_configured"] = false,
            ["http_configured"] = false,
            ["ownership_txt_configured"] = false,
        },
        ["validation_errors"] = new JsonArray(),
        ["certificates"] = new JsonArray(new JsonObject
        {
            ["source"] = source,
            ["status"] = source == "custom" ? "active" : "pending",
            ["issued"] = new JsonArray(),
        }),
        ["created_at"] = FlyJson.Time(core.Time.GetUtcNow()),
    };

    private static IEnumerable<JsonNode?> Addresses(AppRecord app, bool four) =>
        app.Ips.Where(ip => ip.Value.Type is "v4" or "shared_v4" == four && ip.Value.Type != IpAssignment.Private).Select(
            ip => JsonValue.Create(ip.Key));
}
