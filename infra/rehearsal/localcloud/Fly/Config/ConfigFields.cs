using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace PipAi.LocalCloud.Fly.Config;

/// <summary>
/// The fields of a machine's config that the Machines API documents, by place: those that are offered here, and those that are not. A
/// field that is neither is refused, too: the vendor drops it without a word, which hides spelling mistakes until production.
/// </summary>
internal static class ConfigFields
{
    private static readonly (string Place, string Offered, string NotOffered)[] Table =
    [
        ("config", "image env init guest restart services checks metrics metadata stop_config mounts dns auto_destroy",
            "standbys statics files schedule processes containers volumes rootfs cache_drive size disable_machine_autostart spot"),
        ("init", "exec entrypoint cmd tty", "swap_size_mb kernel_args"),
        ("guest", "cpu_kind cpus memory_mb", "max_memory_mb persist_rootfs host_dedication_id kernel_args gpus gpu_kind"),
        ("restart", "policy max_retries", "spot"),
        ("service", "protocol internal_port autostop autostart min_machines_running ports checks concurrency",
            "force_instance_key force_instance_description"),
        ("port", "port start_port end_port handlers force_https tls_options", "http_options proxy_proto_options"),
        ("concurrency", "type soft_limit hard_limit", ""),
        ("check", "type port interval timeout grace_period method path protocol headers kind", "tls_skip_verify tls_server_name"),
        ("header", "name values", ""),
        ("stop_config", "signal timeout", ""),
        ("metrics", "port path https", ""),
        ("mount", "volume path name encrypted size_gb", "extend_threshold_percent add_size_gb size_gb_limit"),
        ("dns", "skip_registration", "nameservers searches options dns_forward_rules hostname hostname_fqdn"),
    ];

    private static readonly FrozenDictionary<string, (FrozenSet<string> Offered, FrozenSet<string> NotOffered)> ByPlace =
        Table.ToFrozenDictionary(line => line.Place, line => (Names(line.Offered), Names(line.NotOffered)));

    /// <summary>The table as the README shows it.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder("| place | offered | documented by Fly, refused here |\n|---|---|---|\n");
        foreach (var (place, offered, not) in Table) text.Append($"| `{place}` | {Code(offered)} | {Code(not)} |\n");
        return text.ToString();
    }

    /// <summary>Why a field is refused; null when it is not.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="field">Its name and value. One that is empty asks for nothing.</param>
    public static string? Refusal(string place, JsonProperty field)
    {
        var (offered, not) = ByPlace[place];
        if (offered.Contains(field.Name)) return null;
        if (!not.Contains(field.Name)) return "unknown field";
        return IsEmpty(field.Value) ? null : "not offered by the local cloud: field";
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => value.GetString()!.Length == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.Number => value.TryGetDouble(out var number) && number == 0,
        _ => false,
    };

    private static FrozenSet<string> Names(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    private static string Code(string names) =>
        string.Join(' ', names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => $"`{name}`"));
}
