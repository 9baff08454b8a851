using System.Text.RegularExpressions;
using PipAi.Plugins.Properties;
using PipAi.Providers.Fly.Values;

namespace PipAi.Providers.Fly.Machines;

/// <summary>
/// The form in which two spellings of the same machine are equal: nothing that is empty, nothing that is Fly's default or put
/// there by Fly, durations in one spelling, images by digest.
/// </summary>
internal static partial class MachineNormalForm
{
    public static PropertyMap Of(PropertyMap inputs)
    {
        var normal = inputs.Remove("skipLaunch"); // says how the machine is born, and nothing about it later
        normal = NormalProperties.Defaults(normal, ("processGroup", "app"), ("cordoned", false));
        normal = NormalProperties.Part(normal, "config", Config);
        return NormalProperties.Pruned(normal);
    }

    /// <summary>Labels that Fly's own tools and this package write.</summary>
    public static bool IsReservedLabel(string key) =>
        key.StartsWith("fly_", StringComparison.Ordinal) || key.StartsWith("pulumi_", StringComparison.Ordinal);

    private static PropertyMap Config(PropertyMap config)
    {
        var normal = config.With("image", Image(config.GetValueOrDefault("image")));
        normal = NormalProperties.Part(normal, "env", env => env.Remove("FLY_PROCESS_GROUP"));
        normal = NormalProperties.Part(normal, "metadata", labels => labels.RemoveRange(labels.Keys.Where(IsReservedLabel)));
        normal = NormalProperties.Defaults(normal, ("autoDestroy", false));
        normal = NormalProperties.Part(
            normal, "restart", restart => NormalProperties.Defaults(restart, ("policy", "on-failure"), ("maxRetries", 10)));
        normal = NormalProperties.Part(normal, "guest", Guest);
        normal = NormalProperties.Part(normal, "stopConfig", stop =>
            NormalProperties.Defaults(NormalProperties.Durations(stop, "timeout"), ("signal", "SIGINT"), ("timeout", "5s")));
        normal = NormalProperties.Part(normal, "metrics", metrics => NormalProperties.Defaults(metrics, ("https", false)));
        normal = NormalProperties.Part(normal, "dns", dns => NormalProperties.Defaults(dns, ("skipRegistration", false)));
        normal = NormalProperties.Part(normal, "init", init => NormalProperties.Defaults(init, ("tty", false)));
        normal = NormalProperties.Each(normal, "services", Service);
        return NormalProperties.Entries(normal, "checks", check => NormalProperties.Defaults(Check(check), ("kind", "informational")));
    }

    private static PropertyMap Service(PropertyMap service)
    {
        var normal = NormalProperties.Defaults(
            service, ("protocol", "tcp"), ("autostop", "off"), ("autostart", false), ("minMachinesRunning", 0));
        normal = NormalProperties.Part(normal, "concurrency", limits =>
            NormalProperties.Defaults(limits, ("type", "connections"), ("softLimit", 20)));
        normal = NormalProperties.Each(normal, "ports", port => NormalProperties.Defaults(port, ("forceHttps", false)));
        // A service's check asks the service's own port unless it says otherwise.
        return NormalProperties.Each(normal, "checks", check =>
            NormalProperties.Defaults(Check(check), ("port", service.Whole("internalPort") ?? 0)));
    }

    private static PropertyMap Check(PropertyMap check)
    {
        var normal = NormalProperties.Durations(check, "interval", "timeout", "gracePeriod");
        if (check.Text("method") is { } method) normal = normal.With("method", method.ToUpperInvariant());
        var headers = check.List("headers");
        if (headers.Length > 1 && headers.All(header => header.TryGetMap(out _)))
        {
            var sorted = headers.OrderBy(header => header.TryGetMap(out var map) ? map.Text("name") : "", StringComparer.OrdinalIgnoreCase);
            normal = normal.With("headers", new PropertyValue(sorted.ToImmutableArray()));
        }

        return NormalProperties.Defaults(
            normal, ("interval", "15s"), ("timeout", "2s"), ("gracePeriod", "5s"), ("method", "GET"), ("path", "/"), ("protocol", "http"),
            ("tlsSkipVerify", false));
    }

    private static PropertyMap Guest(PropertyMap guest)
    {
        var smallest = MachineSizes.SmallestMemory(guest.Text("cpuKind") ?? "shared", guest.Whole("cpus") ?? 1);
        return NormalProperties.Defaults(guest, ("cpuKind", "shared"), ("cpus", 1), ("memoryMb", smallest));
    }

    private static PropertyValue? Image(PropertyValue? image) =>
        image is not null && image.TryGetString(out var text) && TaggedDigest().Match(text) is { Success: true } match
            ? new PropertyValue(match.Groups[1].Value + match.Groups[2].Value).WithSecret(image.IsSecret)
            : image;

    [GeneratedRegex(@"^([^@]+?)(?::[^:@/]+)?(@sha256:[0-9a-f]{64})\z")]
    private static partial Regex TaggedDigest();
}
