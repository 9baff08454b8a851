using PipAi.Infra.Settings;
using Pulumiverse.Fly.Inputs;

namespace PipAi.Infra.Machines;

/// <summary>How Fly's proxy reaches and checks an HTTP service.</summary>
internal sealed record HttpService
{
    /// <summary>The port the process listens on.</summary>
    public required int Port { get; init; }

    /// <summary>The path that tells whether the process is well.</summary>
    public required string HealthPath { get; init; }

    /// <summary>How often it is asked, and how patiently.</summary>
    public required HealthSettings Health { get; init; }

    /// <summary>Requests in progress above which a machine counts as busy.</summary>
    public required int SoftLimit { get; init; }

    /// <summary>Requests in progress above which a machine gets no more.</summary>
    public required int HardLimit { get; init; }

    /// <summary>
    /// The port on which the organisation's own machines call without TLS, which Flycast does not have; null for none. An address of the
    /// app's own, v4 or v6, would carry it into the internet; a shared one does not.
    /// </summary>
    public int? InsidePort { get; init; }

    /// <summary>The service of one machine; the proxy starts and stops only those that stand by.</summary>
    /// <param name="isOnDemand">Whether the proxy may start the machine when the others are busy, and stop it afterwards.</param>
    public MachineServiceArgs ToArgs(bool isOnDemand)
    {
        var service = Service(isOnDemand);
        if (InsidePort is { } port) service.Ports.Add(new MachineServicePortArgs { Port = port, Handlers = { "http" } });
        return service;
    }

    private MachineServiceArgs Service(bool isOnDemand) => new()
    {
        Protocol = "tcp",
        InternalPort = Port,
        Autostart = isOnDemand,
        Autostop = isOnDemand ? "stop" : "off",
        Ports =
        {
            new MachineServicePortArgs { Port = 80, Handlers = { "http" }, ForceHttps = true },
            new MachineServicePortArgs { Port = 443, Handlers = { "tls", "http" } },
        },
        Concurrency = new MachineConcurrencyArgs { Type = "requests", SoftLimit = SoftLimit, HardLimit = HardLimit },
        Checks =
        {
            new MachineServiceCheckArgs
            {
                Type = "http",
                Method = "GET",
                Path = HealthPath,
                Interval = $"{Health.IntervalSeconds}s",
                Timeout = $"{Health.TimeoutSeconds}s",
                GracePeriod = $"{Health.GraceSeconds}s",
            },
        },
    };
}
