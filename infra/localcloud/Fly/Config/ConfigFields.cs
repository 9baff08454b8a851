using System.Collections.Frozen;

namespace PipAi.LocalCloud.Fly.Config;

/// <summary>
/// The fields of a machine's config that the Machines API documents, by place. A field outside is refused: the vendor drops it
/// without a word, which hides spelling mistakes until production.
/// </summary>
internal static class ConfigFields
{
    private const string CheckFields = "type port interval timeout grace_period method path protocol headers tls_skip_verify tls_server_name kind";

    private static readonly FrozenDictionary<string, FrozenSet<string>> ByPlace = new Dictionary<string, string>
    {
        ["config"] = "image env init guest restart services checks metrics metadata stop_config mounts standbys statics files dns "
            + "schedule auto_destroy processes containers volumes rootfs cache_drive size disable_machine_autostart",
        ["init"] = "exec entrypoint cmd tty swap_size_mb kernel_args",
        ["guest"] = "cpu_kind cpus memory_mb max_memory_mb persist_rootfs host_dedication_id kernel_args gpus gpu_kind",
        ["restart"] = "policy max_retries spot",
        ["service"] = "protocol internal_port autostop autostart min_machines_running force_instance_key ports checks concurrency",
        ["port"] = "port start_port end_port handlers force_https tls_options http_options proxy_proto_options",
        ["concurrency"] = "type soft_limit hard_limit",
        ["check"] = CheckFields,
        ["header"] = "name values",
        ["stop_config"] = "signal timeout",
        ["metrics"] = "port path https",
        ["mount"] = "volume path name encrypted size_gb extend_threshold_percent add_size_gb size_gb_limit",
        ["dns"] = "skip_registration nameservers searches options dns_forward_rules hostname hostname_fqdn",
    }.ToFrozenDictionary(place => place.Key, place => place.Value.Split(' ').ToFrozenSet());

    /// <summary>Whether the API documents a field at a place.</summary>
    public static bool IsKnown(string place, string field) => ByPlace[place].Contains(field);
}
