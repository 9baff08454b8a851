namespace PipAi.LocalCloud.Tests.Fly;

/// <summary>
/// The requests of flyctl's machine commands, as flyctl of 21 August 2026 sends them: method, path, query, headers and bodies of its
/// client's structures. In braces stand the machine, the clone that is made of it, the nonce and the version of the last lease or answer.
/// </summary>
internal static class FlyctlRecording
{
    private const string All = "/v1/apps/{app}/machines";
    private const string One = All + "/{machine}";
    private const string Lease = "status:string data.nonce:string data.expires_at:number data.owner:string data.version:string";
    private const string Machine =
        "id:string name:string state:string region:string instance_id:string private_ip:string created_at:string updated_at:string "
            + "cordoned:bool host_status:string image_ref.registry:string image_ref.repository:string image_ref.digest:string "
                + "config.image:string "
            + "config.guest.cpus:number config.guest.memory_mb:number config.init:object events:array";

    private const string Config = """
        {"env":{"A":"1"},"init":{},"guest":{"cpu_kind":"shared","cpus":1,"memory_mb":256},"metadata":{"fly_process_group":"app"},
         "services":[{"protocol":"tcp","internal_port":8080,"autostop":false,"autostart":true,"ports":[{"port":443,"handlers":["tls","http"],"force_https":true}],
         "concurrency":{"type":"requests","hard_limit":25,"soft_limit":20},"force_instance_key":null}],"image":"{image}","restart":{"policy":"always"}}
        """;

    public static IReadOnlyList<FlyctlRequest> Requests { get; } =
    [
        new("machine list", "GET", All, 200, $"[0]:object [0].{Machine.Replace(" ", " [0].", StringComparison.Ordinal)}"),
        new("machine status", "GET", One, 200, Machine),
        new("machine cordon", "POST", One + "/lease?ttl=120", 201, Lease),
        new("machine cordon", "POST", One + "/cordon", 200, "") { Leased = true },
        new("machine uncordon", "POST", One + "/uncordon", 200, "") { Leased = true },
        new("machine restart", "POST", One + "/restart?force_stop=false&timeout=10s&signal=SIGTERM", 200, "") { Leased = true },
        new("machine restart", "GET", One + "/wait?state=started&timeout=60", 200, "ok:bool"),
        // A timeout that is not given goes out as 0s, and means the machine's own.
        new("machine stop", "POST", One + "/stop", 200, "") { Leased = true, Body = """{"id":"{machine}","timeout":"0s"}""" },
        new("machine stop", "GET", One, 200, Machine),
        new("machine stop --wait-timeout", "GET", One + "/wait?state=stopped&timeout=60", 200, "ok:bool"),
        new("machine start", "POST", One + "/start", 200, "previous_state:string") { Leased = true },
        new("machine start", "GET", One + "/wait?state=started&timeout=60", 200, "ok:bool"),
        new("machine leases view", "GET", One + "/lease", 200, Lease),
        new("machine leases clear", "DELETE", One + "/lease", 204, "") { Leased = true },
        new(
            "machine exec", "POST", One + "/exec", 200,
            "exit_code:number stdout:string stderr:string") { Body = """{"cmd":"sh -c 'echo one  two'","timeout":30}""" },
        new("deploy", "GET", One + "/ps", 200,
            "[0].pid:number [0].stime:number [0].rtime:number [0].command:string [0].directory:string [0].cpu:number [0].rss:number "
                + "[0].listen_sockets:array"),
        new("machine clone", "POST", All, 200, Machine)
        {
            Body = $$"""{"config":{{Config}},"region":"ord","name":"by-hand","skip_secrets":false}""", Names = "clone",
        },
        new("machine clone", "GET", All + "/{clone}/wait?state=started&timeout=60", 200, "ok:bool"),
        new("machine update", "POST", All + "/{clone}/lease?ttl=120", 201, Lease),
        new("machine update", "POST", All + "/{clone}", 200, Machine)
        {
            Leased = true,
            Body = $$"""{"config":{{Config.Replace(
                "\"1\"", "\"2\"", StringComparison.Ordinal)}},"region":"ord","name":"by-hand","skip_secrets":false}""",
        },
        new("machine update", "GET", All + "/{clone}/wait?state=settled&timeout=60", 200, "ok:bool"),
        new("machine update", "DELETE", All + "/{clone}/lease", 204, "") { Leased = true },
        new("machine kill", "POST", All + "/{clone}/signal", 200, "") { Body = """{"signal":9}""" },
        new("machine destroy", "POST", "/graphql", 200,
            "data.appcompact.id:string data.appcompact.name:string data.appcompact.status:string data.appcompact.deployed:bool "
                + "data.appcompact.hostname:string "
            + "data.appcompact.platformVersion:string data.appcompact.organization.slug:string")
        {
            Body = """
                {"query":"query ($appName: String!) { appcompact:app(name: $appName) { id internalNumericId name hostname cnameTarget deployed network status appUrl platformVersion organization { id internalNumericId slug paidPlan } postgresAppRole: role { name } } }","variables":{"appName":"{app}"}}
                """,
        },
        new("machine destroy", "POST", All + "/{clone}/lease?ttl=120", 201, Lease),
        new("machine destroy --force", "DELETE", All + "/{clone}?kill=true", 200, "") { Leased = true },
        new("machine metadata", "POST", One + "/metadata/team", 204, "") { Body = """{"value":"documents"}""" },
        new("machine metadata", "GET", One + "/metadata", 200, "team:string"),
        new("machine metadata", "DELETE", One + "/metadata/team", 204, ""),
        new(
            "secrets set --stage", "POST", "/v1/apps/{app}/secrets", 200,
            "secrets:array version:number") { Body = """{"values":{"KEY":"canary","GONE":null}}""" },
        new("secrets list", "GET", "/v1/apps/{app}/secrets", 200, "secrets[0].name:string secrets[0].digest:string"),
        new("ips list", "GET", "/v1/apps/{app}/ip_assignments", 200, "ips:array"),
        new("ips allocate-v6", "POST", "/v1/apps/{app}/ip_assignments", 200, "ip:string region:string shared:bool created_at:string")
        {
            Body = """{"type":"v6","region":"","org_slug":"","network":"","service_name":""}""",
        },
        new("volumes create", "POST", "/v1/apps/{app}/volumes", 200, "id:string name:string size_gb:number region:string encrypted:bool")
        {
            Body = """
                {"name":"data","region":"iad","size_gb":1,"encrypted":true,"require_unique_zone":true,"unique_zone_app_wide":null,"snapshot_retention":5,
                 "auto_backup_enabled":null,"fstype":null,"snapshot_id":null,"source_volume_id":null,"compute":null}
                """,
        },
        new("volumes list", "GET", "/v1/apps/{app}/volumes", 200, "[0].id:string [0].state:string [0].created_at:string"),
        new("apps create", "POST", "/v1/apps?wait=true", 201, "id:string name:string organization.slug:string")
        {
            Body = """{"name":"another","org_slug":"pip","network":"","app_role_id":""}""",
        },
        new("apps list", "GET", "/v1/apps?org_slug=pip", 200, "apps[0].id:string apps[0].name:string apps[0].machine_count:number"),
        new("platform regions", "GET", "/v1/platform/regions", 200, "regions[0].code:string regions[0].name:string nearest:string"),
        new("scale count", "POST", "/v1/platform/placements", 200, "regions[0].region:string regions[0].count:number")
        {
            Body = """{"compute":null,"region":"iad","count":1,"volume_name":"","volume_size_bytes":0,"weights":null,"org_slug":"pip"}""",
        },
    ];
}

/// <summary>One request of flyctl.</summary>
/// <param name="Command">The command that sends it.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Status">What it takes for success.</param>
/// <param name="Decodes">What flyctl reads of the answer: <c>data.nonce:string</c>, apart by blanks.</param>
internal sealed record FlyctlRequest(string Command, string Method, string Path, int Status, string Decodes)
{
    /// <summary>Its body; null for none.</summary>
    public string? Body { get; init; }

    /// <summary>Whether it shows the nonce of the last lease.</summary>
    public bool Leased { get; init; }

    /// <summary>The name under which later requests speak of the machine in the answer; empty for none.</summary>
    public string Names { get; init; } = "";
}
