using System.Text.RegularExpressions;
using PipAi.Plugins.Properties;
using PipAi.Providers.Fly.Values;

namespace PipAi.Providers.Fly.Machines;

/// <summary>Finds values that fit the schema and yet are wrong. Values that are not known yet pass.</summary>
internal sealed partial class MachineValidator(PropertyMap inputs)
{
    private static readonly ImmutableArray<string> Signals =
        ["SIGINT", "SIGTERM", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGKILL", "SIGABRT", "SIGHUP"];

    private readonly ValueChecks checks = new();

    public IReadOnlyList<CheckFailure> Failures()
    {
        checks.Region(inputs, "region", "region");
        checks.Name(inputs, "name", "name", MachineNames.Longest);
        checks.OneOf(inputs, "desiredState", "desiredState", "started", "stopped");
        checks.Range(inputs, "minSecretsVersion", "minSecretsVersion", 0, int.MaxValue);
        Rollout(inputs.Map("rollout"));
        checks.Duration(inputs.Map("deletion"), "drainDelay", "deletion.drainDelay", TimeSpan.Zero, TimeSpan.FromHours(1));
        checks.Duration(inputs.Map("deletion"), "timeout", "deletion.timeout", TimeSpan.Zero, TimeSpan.FromHours(1));
        Config(inputs.Map("config"));
        return checks.Failures;
    }

    private void Rollout(PropertyMap rollout)
    {
        checks.OneOf(rollout, "strategy", "rollout.strategy", "rolling", "immediate");
        checks.Range(rollout, "maxUnavailable", "rollout.maxUnavailable", 1, 100);
        foreach (var name in (string[])["waitTimeout", "healthTimeout", "smokeTime"])
            checks.Duration(rollout, name, $"rollout.{name}", TimeSpan.FromSeconds(1), TimeSpan.FromHours(6));
        checks.Duration(rollout, "drainDelay", "rollout.drainDelay", TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    private void Config(PropertyMap config)
    {
        foreach (var key in config.Map("env").Keys.Where(key => key.StartsWith("FLY_", StringComparison.Ordinal)).Order(
            StringComparer.Ordinal))
            checks.Fail(PropertyPaths.Child("config.env", key), $"names that start with FLY_ are Fly's own; '{key}' cannot be set.");
        Labels(config.Map("metadata"));
        if (config.Text("image") is { } image && (image.Length == 0 || image.Any(char.IsWhiteSpace)))
            checks.Fail("config.image", $"'{image}' is not an image reference like registry.fly.io/<app>@sha256:<digest>.");
        checks.OneOf(config.Map("restart"), "policy", "config.restart.policy", "always", "on-failure", "no");
        checks.Range(config.Map("restart"), "maxRetries", "config.restart.maxRetries", 0, 1000);
        checks.OneOf(config.Map("stopConfig"), "signal", "config.stopConfig.signal", [.. Signals]);
        checks.Duration(config.Map("stopConfig"), "timeout", "config.stopConfig.timeout", TimeSpan.Zero, TimeSpan.FromSeconds(300));
        checks.OneOf(config, "schedule", "config.schedule", "hourly", "daily", "weekly", "monthly");
        checks.Range(config.Map("metrics"), "port", "config.metrics.port", 1, 65535);
        Guest(config.Map("guest"));
        if (config.List("mounts").Length > 1) checks.Fail("config.mounts", "a machine takes one volume at most.");
        ValueChecks.Each(config, "services", "config.services", Service);
        ValueChecks.Each(config, "files", "config.files", File);
        foreach (var (name, check) in config.Map("checks").OrderBy(check => check.Key, StringComparer.Ordinal))
            if (check.TryGetMap(out var map)) Check(map, PropertyPaths.Child("config.checks", name), needsPort: true);
    }

    // Fly's own two labels may be repeated, but not contradicted.
    private void Labels(PropertyMap labels)
    {
        var group = inputs.Text("processGroup") ?? "app";
        foreach (var (key, value) in labels.Where(label => MachineNormalForm.IsReservedLabel(label.Key)).OrderBy(
            label => label.Key, StringComparer.Ordinal))
        {
            var allowed = key switch { "fly_platform_version" => "v2", "fly_process_group" => group, _ => null };
            if (allowed is null)
                checks.Fail(
                    PropertyPaths.Child("config.metadata", key),
                    $"labels that start with fly_ or pulumi_ are reserved; choose another name than '{key}'.");
            else if (value.TryGetString(out var text) && text != allowed)
                checks.Fail(PropertyPaths.Child("config.metadata", key), $"'{text}' contradicts what this package writes there: '{allowed}'"
                    + (key == "fly_process_group" ? " (the machine's processGroup)." : "."));
        }
    }

    private void Guest(PropertyMap guest)
    {
        checks.OneOf(guest, "cpuKind", "config.guest.cpuKind", "shared", "performance");
        if (guest.IsUnknown("cpuKind") || guest.IsUnknown("cpus")) return;
        var kind = guest.Text("cpuKind") ?? "shared";
        var cpus = guest.Whole("cpus") ?? 1;
        var offered = kind == "performance" ? MachineSizes.PerformanceCpus : MachineSizes.SharedCpus;
        if (!offered.Contains(cpus))
            checks.Fail("config.guest.cpus", $"there is no machine with {cpus} {kind} CPUs; choose {string.Join(", ", offered)}.");
        else if (guest.Whole("memoryMb") is { } memory)
        {
            var (least, most, step) = (MachineSizes.SmallestMemory(kind, cpus), MachineSizes.LargestMemory(
                kind, cpus), MachineSizes.MemoryStep(kind));
            if (memory < least || memory > most || memory % step != 0)
                checks.Fail(
                    "config.guest.memoryMb", $"{memory} MB do not fit {cpus} {kind} CPU(s): choose {least} to {most} in steps of {step}.");
        }
    }

    private void Service(PropertyMap service, string path)
    {
        checks.Range(service, "internalPort", $"{path}.internalPort", 1, 65535);
        checks.OneOf(service, "protocol", $"{path}.protocol", "tcp", "udp");
        checks.OneOf(service, "autostop", $"{path}.autostop", "off", "stop", "suspend");
        checks.Range(service, "minMachinesRunning", $"{path}.minMachinesRunning", 0, 1000);
        var limits = service.Map("concurrency");
        checks.OneOf(limits, "type", $"{path}.concurrency.type", "connections", "requests");
        checks.Range(limits, "softLimit", $"{path}.concurrency.softLimit", 1, int.MaxValue);
        if (limits.Whole("hardLimit") is { } hard && hard < (limits.Whole("softLimit") ?? 20))
            checks.Fail($"{path}.concurrency.hardLimit", $"{hard} is below the soft limit of {limits.Whole("softLimit") ?? 20}.");
        ValueChecks.Each(service, "ports", $"{path}.ports", Port);
        ValueChecks.Each(service, "checks", $"{path}.checks", (check, at) => Check(check, at, needsPort: false));
    }

    private void Port(PropertyMap port, string path)
    {
        foreach (var name in (string[])["port", "startPort", "endPort"]) checks.Range(port, name, $"{path}.{name}", 1, 65535);
        var range = port.Has("startPort") && port.Has("endPort");
        if (port.Has("port") == range || port.Has("startPort") != port.Has("endPort"))
            checks.Fail(path, "a port needs either 'port', or 'startPort' and 'endPort'.");
        if (port.Flag("forceHttps") is true && !port.Texts("handlers").Contains("http"))
            checks.Fail($"{path}.forceHttps", "only the 'http' handler can redirect to HTTPS; add it to 'handlers'.");
        foreach (var handler in port.Texts("handlers").Where(h => h is not ("http" or "tls" or "pg_tls" or "proxy_proto" or "edge_http")))
            checks.Fail($"{path}.handlers", $"there is no handler '{handler}'; choose http, tls, pg_tls, proxy_proto or edge_http.");
    }

    private void Check(PropertyMap check, string path, bool needsPort)
    {
        checks.OneOf(check, "type", $"{path}.type", "http", "tcp");
        checks.OneOf(check, "kind", $"{path}.kind", "informational", "readiness");
        checks.OneOf(check, "protocol", $"{path}.protocol", "http", "https");
        checks.Range(check, "port", $"{path}.port", 1, 65535);
        if (needsPort && !check.Has("port"))
            checks.Fail($"{path}.port", "a check of the machine needs a port; only a service's check has one of its own.");
        checks.Duration(
            check, "interval", $"{path}.interval", TimeSpan.FromSeconds(1), needsPort ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(60));
        checks.Duration(check, "timeout", $"{path}.timeout", TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(60));
        checks.Duration(check, "gracePeriod", $"{path}.gracePeriod", TimeSpan.Zero, TimeSpan.FromHours(1));
        if (check.Text("path") is { } url && !url.StartsWith('/')) checks.Fail($"{path}.path", $"'{url}' must start with a slash.");
        if (check.Text("method") is { } method && !Method().IsMatch(method))
            checks.Fail($"{path}.method", $"'{method}' is no HTTP method.");
    }

    private void File(PropertyMap file, string path)
    {
        if (file.Has("rawValue") == file.Has("secretName")) checks.Fail(path, "a file needs exactly one of 'rawValue' and 'secretName'.");
        if (file.Text("guestPath") is { } guest && !guest.StartsWith('/'))
            checks.Fail($"{path}.guestPath", $"'{guest}' must be an absolute path.");
        if (file.Text("rawValue") is { } raw && !Convert.TryFromBase64String(raw, new byte[raw.Length], out _))
            checks.Fail($"{path}.rawValue", "it must be base64.");
    }

    [GeneratedRegex(@"^[A-Za-z]{3,10}\z")]
    private static partial Regex Method();
}
