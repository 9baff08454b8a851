using System.Collections.Immutable;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>
/// All that the local Machines API offers. Routes are made from it, so that no call is served that does not stand here; a query
/// parameter, a header that asks for something or a field of the body that does not stand here is refused by its name. (Fly itself drops
/// unknown fields without a word, which hides a spelling mistake until production.) The fields of <c>config</c> are in
/// <see cref="Config.ConfigFields"/>.
/// </summary>
internal static class FlyTable
{
    private const string App = "/v1/apps/{app}";
    private const string Machine = App + "/machines/{machine}";
    private const string Volume = App + "/volumes/{volume}";
    private const string Certificate = App + "/certificates";

    private static readonly ImmutableArray<string> Lease = [FlyCall.NonceHeader];
    private static readonly ImmutableArray<string> Launch =
        ["config", "name", "region", "skip_launch", "skip_service_registration", "skip_secrets", "min_secrets_version", "lease_ttl"];

    /// <summary>The table, in the order of the README.</summary>
    public static ImmutableArray<OfferedOperation> All { get; } =
    [
        Of("List apps", "GET /v1/apps", query: ["org_slug"]),
        Of(
            "Create an app", "POST /v1/apps", query: ["wait"],
            body: ["name", "app_name", "org_slug", "network", "enable_subdomains", "app_role_id"]),
        Of("Show an app", "GET " + App),
        Of("Delete an app", "DELETE " + App, query: ["force"]),
        Of("List machines", "GET " + App + "/machines", query: ["include_deleted", "include_leases", "region", "state", "metadata.*"]),
        Of("Create a machine", "POST " + App + "/machines", body: Launch),
        Of("Show a machine", "GET " + Machine),
        Of("Update a machine", "POST " + Machine, headers: Lease, body: Launch.Add("current_version")),
        Of("Destroy a machine", "DELETE " + Machine, query: ["force", "kill"], headers: Lease),
        Of("Start", $"POST {Machine}/start", headers: Lease),
        Of("Stop", $"POST {Machine}/stop", headers: Lease, body: ["id", "signal", "timeout"]),
        Of("Suspend", $"POST {Machine}/suspend", headers: Lease),
        Of("Restart", $"POST {Machine}/restart", query: ["force_stop", "signal", "timeout"], headers: Lease),
        Of("Signal", $"POST {Machine}/signal", headers: Lease, body: ["signal"]),
        Of("Cordon", $"POST {Machine}/cordon", headers: Lease),
        Of("Uncordon", $"POST {Machine}/uncordon", headers: Lease),
        Of("Wait", $"GET {Machine}/wait", query: ["state", "timeout", "version", "instance_id"]),
        Of("Show the lease", $"GET {Machine}/lease"),
        Of("Take or refresh a lease", $"POST {Machine}/lease", query: ["ttl"], headers: Lease, body: ["ttl", "description"]),
        Of("Release a lease", $"DELETE {Machine}/lease", headers: Lease),
        Of("List metadata", $"GET {Machine}/metadata"),
        Of("Replace metadata", $"PUT {Machine}/metadata", body: ["metadata", "machine_version"]),
        Of("Change metadata", $"PATCH {Machine}/metadata", body: ["metadata", "machine_version"]),
        Of("Show one value", $"GET {Machine}/metadata/{{key}}"),
        Of("Set one value", $"POST {Machine}/metadata/{{key}}", body: ["value"]),
        Of("Remove one value", $"DELETE {Machine}/metadata/{{key}}"),
        Of("List events", $"GET {Machine}/events", query: ["limit"]),
        Of("List versions", $"GET {Machine}/versions"),
        Of("Run a command", $"POST {Machine}/exec", headers: Lease, body: ["cmd", "command", "stdin", "timeout"]),
        Of("List processes", $"GET {Machine}/ps"),
        Of("Machines of an organisation", "GET /v1/orgs/{org}/machines"),
        Of("List secrets", $"GET {App}/secrets"),
        Of("Set secrets", $"POST {App}/secrets", body: ["values"]),
        Of("Show a secret", $"GET {App}/secrets/{{name}}"),
        Of("Set a secret", $"POST {App}/secrets/{{name}}", body: ["value"]),
        Of("Remove a secret", $"DELETE {App}/secrets/{{name}}"),
        Of("List addresses", $"GET {App}/ip_assignments"),
        Of("Assign an address", $"POST {App}/ip_assignments", body: ["type", "region", "service_name", "org_slug", "network"]),
        Of("Release an address", $"DELETE {App}/ip_assignments/{{ip}}"),
        Of("List volumes", $"GET {App}/volumes"),
        Of("Create a volume", $"POST {App}/volumes", body:
            [
                "name",
                "region",
                "size_gb",
                "encrypted",
                "fstype",
                "snapshot_retention",
                "auto_backup_enabled",
                "require_unique_zone",
                "unique_zone_app_wide",
            ]),
        Of("Show a volume", "GET " + Volume),
        Of("Change a volume", "PUT " + Volume, body: ["snapshot_retention", "auto_backup_enabled"]),
        Of("Extend a volume", $"PUT {Volume}/extend", body: ["size_gb"]),
        Of("Delete a volume", "DELETE " + Volume),
        Of("List snapshots", $"GET {Volume}/snapshots"),
        Of("Take a snapshot", $"POST {Volume}/snapshots"),
        Of("List certificates", "GET " + Certificate),
        Of("Request a certificate", $"POST {Certificate}/acme", body: ["hostname"]),
        Of("Upload a certificate", $"POST {Certificate}/custom", body: ["hostname", "fullchain", "private_key"]),
        Of("Show a certificate", $"GET {Certificate}/{{hostname}}"),
        Of("Check a certificate", $"POST {Certificate}/{{hostname}}/check"),
        Of("Remove a certificate", $"DELETE {Certificate}/{{hostname}}"),
        Of("Remove a requested one", $"DELETE {Certificate}/{{hostname}}/acme"),
        Of("Remove an uploaded one", $"DELETE {Certificate}/{{hostname}}/custom"),
        Of("List regions", "GET /v1/platform/regions"),
        Of(
            "Ask for room", "POST /v1/platform/placements",
            body: ["region", "count", "org_slug", "compute", "volume_name", "volume_size_bytes"]),
        Of("Show the token", "GET /v1/tokens/current"),
        Of("Read an app's logs", "GET /api" + App + "/logs", query: ["next_token", "region", "instance"]),
        Of("GraphQL: an app by its name", "POST " + GraphqlCalls.Path, body: ["query", "variables", "operationName"]),
    ];

    /// <summary>The line of a call.</summary>
    /// <exception cref="InvalidOperationException">The table has none: a call that is served must stand there.</exception>
    public static OfferedOperation Line(string method, string path) =>
        All.FirstOrDefault(offered => offered.Call == $"{method} {path}")
        ?? throw new InvalidOperationException($"The table of what is offered has no line '{method} {path}'.");

    private static OfferedOperation Of(
        string name, string call, ImmutableArray<string> query = default, ImmutableArray<string> headers = default,
        ImmutableArray<string> body = default) => new()
        {
            Name = name,
            Call = call,
            Query = query.IsDefault ? [] : query,
            Headers = headers.IsDefault ? [] : headers,
            Body = body.IsDefault ? [] : body,
        };
}
