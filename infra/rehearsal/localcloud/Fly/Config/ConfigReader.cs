using System.Collections.Immutable;
using System.Text.Json;

namespace PipAi.LocalCloud.Fly.Config;

/// <summary>Reads and validates the config of a machine as the Machines API does.</summary>
internal static class ConfigReader
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    /// <summary>The config as the local cloud acts on it.</summary>
    /// <exception cref="InvalidConfigException">A field is wrong; the first one found is named.</exception>
    public static MachineConfig Read(JsonElement json)
    {
        var config = new ConfigNode(json, "config").Only("config");
        if (!config.Exists) throw new InvalidConfigException("config is required");
        var init = config["init"].Only("init");
        var entrypoint = init["exec"].Texts() is { Length: > 0 } exec ? exec : init["entrypoint"].Texts();
        config["metrics"].Only("metrics");
        config["dns"].Only("dns");
        return new MachineConfig
        {
            Image = config["image"].Text() is { Length: > 0 } image ? image : throw new InvalidConfigException("config.image is required"),
            Env = config["env"].TextMap(),
            Command = entrypoint,
            Arguments = init["cmd"].Texts(),
            MemoryMb = Memory(config["guest"].Only("guest")),
            Restart = Restart(config["restart"].Only("restart")),
            Services = [.. config["services"].Items().Select(Service)],
            Checks = config["checks"].Fields().ToImmutableSortedDictionary(
                check => check.Name, check => Check(check.Value.Only("check"), Long), StringComparer.Ordinal),
            Metadata = config["metadata"].TextMap(),
            Stop = Stop(config["stop_config"].Only("stop_config")),
            AutoDestroy = config["auto_destroy"].Flag(),
            Volumes = Mounts(config["mounts"]),
        };
    }

    /// <summary>Reads a signal by name (with or without SIG) or number.</summary>
    /// <exception cref="InvalidConfigException">There is no such signal.</exception>
    public static int Signal(ConfigNode signal)
    {
        if (!signal.Exists) return 2;
        if (signal.Value.ValueKind == JsonValueKind.Number) return signal.Number(1, 31)!.Value;
        var name = signal.Text().ToUpperInvariant();
        return Array.IndexOf(SignalNames, name.StartsWith("SIG", StringComparison.Ordinal) ? name[3..] : name) is var index and >= 0
            ? SignalNumbers[index]
            : throw new InvalidConfigException($"{signal.Address} is \"{signal.Text()}\"; it must be a signal such as SIGTERM");
    }

    private static readonly string[] SignalNames = ["HUP", "INT", "QUIT", "KILL", "USR1", "USR2", "TERM"];
    private static readonly int[] SignalNumbers = [1, 2, 3, 9, 10, 12, 15];

    private static int Memory(ConfigNode guest)
    {
        var kind = guest["cpu_kind"].Word("shared", "performance");
        var cpus = guest["cpus"].Number(1, 16) ?? 1;
        var (least, most, step) = kind == "shared" ? (256, 2048 * cpus, 256) : (2048 * cpus, 8192 * cpus, 2048);
        var memory = guest["memory_mb"].Number(1, int.MaxValue) ?? least;
        return memory >= least && memory <= most && memory % step == 0 ? memory : throw new InvalidConfigException(
            $"{guest.Address}.memory_mb is {memory}; {kind} with {cpus} CPUs takes {least} to {most} MB in steps of {step}");
    }

    private static ImmutableArray<string> Mounts(ConfigNode mounts)
    {
        var all = mounts.Items().Select(mount => mount.Only("mount")).ToList();
        if (all.Count > 1) throw new InvalidConfigException($"{mounts.Address} has {all.Count} mounts; a machine takes 1");
        if (all.Exists(mount => mount["path"].Text().Length == 0))
            throw new InvalidConfigException($"{mounts.Address}[0].path is required");
        return [.. all.Select(mount => mount["volume"].Text())];
    }

    private static RestartConfig Restart(ConfigNode restart) => new(
        restart["policy"].Word("on-failure", "always", "no") switch
        {
            "always" => RestartWhen.Always,
            "no" => RestartWhen.Never,
            _ => RestartWhen.OnFailure,
        },
        restart["max_retries"].Number(0, 1000));

    private static StopConfig Stop(ConfigNode stop) =>
        new(Signal(stop["signal"]), stop["timeout"].Duration(TimeSpan.Zero, TimeSpan.FromSeconds(300)));

    private static ServiceConfig Service(ConfigNode service)
    {
        service.Only("service")["protocol"].Word("tcp", "udp");
        var ports = service["ports"].Items().Select(port => port.Only("port")).ToList();
        var concurrency = service["concurrency"].Only("concurrency");
        concurrency["type"].Word("connections", "requests");
        return new ServiceConfig
        {
            InternalPort = service["internal_port"].Number(1, 65535)
                ?? throw new InvalidConfigException($"{service.Address}.internal_port is required"),
            Ports = [.. ports.Select(Port)],
            SoftLimit = concurrency["soft_limit"].Number(1, 1_000_000) ?? 20,
            HardLimit = concurrency["hard_limit"].Number(1, 1_000_000),
            Checks = [.. service["checks"].Items().Select(check => Check(check.Only("check"), TimeSpan.FromSeconds(60)))],
            Autostart = service["autostart"].Flag(),
            Autostop = Autostop(service["autostop"]),
            MinMachinesRunning = service["min_machines_running"].Number(0, 10_000) ?? 0,
        };
    }

    private static ServicePort Port(ConfigNode port)
    {
        var handlers = port["handlers"].Texts();
        var number = port["port"].Number(1, 65535) ?? port["start_port"].Number(1, 65535) ?? 0;
        return new ServicePort(number, handlers.Contains("http"), handlers.Contains("tls"), port["force_https"].Flag());
    }

    private static AutostopKind Autostop(ConfigNode autostop) =>
        autostop.Value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? autostop.Flag() ? AutostopKind.Stop : AutostopKind.Off
            : autostop.Word("off", "stop", "suspend") switch
            {
                "stop" => AutostopKind.Stop,
                "suspend" => AutostopKind.Suspend,
                _ => AutostopKind.Off,
            };

    private static CheckConfig Check(ConfigNode check, TimeSpan longestInterval)
    {
        check["port"].Number(1, 65535);
        check["protocol"].Word("http", "https");
        var interval = check["interval"].Duration(TimeSpan.FromSeconds(1), Long) ?? TimeSpan.FromSeconds(15);
        return new CheckConfig
        {
            Type = check["type"].Word("tcp", "http"),
            Interval = interval < longestInterval ? interval : longestInterval,
            Timeout = check["timeout"].Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1)) ?? TimeSpan.FromSeconds(5),
            Grace = check["grace_period"].Duration(TimeSpan.Zero, Long) ?? TimeSpan.Zero,
            Method = check["method"].Text("GET").ToUpperInvariant(),
            Path = check["path"].Text("/"),
            Readiness = check["kind"].Word("informational", "readiness") == "readiness",
            Headers = [.. check["headers"].Items().SelectMany(header => header.Only("header")["values"].Texts()
                .Select(value => (header["name"].Text(), value)))],
        };
    }
}
