using System.Collections.Immutable;
using Pulumi;
using Pulumiverse.Fly;
using Pulumiverse.Fly.Inputs;

namespace PipAi.Infra.Machines;

/// <summary>The machines of one Fly app in one region: some that run, some that stand by, all alike.</summary>
internal sealed class MachineGroup : ComponentResource
{
    /// <summary>Declares the machines.</summary>
    public MachineGroup(string name, MachineGroupArgs args, ComponentResourceOptions? options = null)
        : base("pipai:machines:MachineGroup", name, options)
    {
        Machines = [
            .. Enumerable.Range(1, args.Running).Select(number => Declare($"{name}-{number}", args, isStandby: false)),
            .. Enumerable.Range(1, args.Standby).Select(number => Declare($"{name}-standby-{number}", args, isStandby: true)),
        ];
        RegisterOutputs(
            new Dictionary<string, object?> { ["region"] = args.Region, ["running"] = args.Running, ["standby"] = args.Standby });
    }

    /// <summary>The machines, running ones first.</summary>
    public ImmutableArray<Machine> Machines { get; }

    private Machine Declare(string name, MachineGroupArgs args, bool isStandby) => new(name, new MachineArgs
    {
        App = args.App,
        Region = args.Region,
        Name = name,
        ProcessGroup = args.ProcessGroup,
        MinSecretsVersion = args.SecretsVersion,
        // A machine that stands by is made and never started here: the proxy or a scaler starts it, and that is no drift.
        SkipLaunch = isStandby,
        Rollout = new MachineRolloutArgs
        {
            MaxUnavailable = 1,
            HealthTimeout = "5m",
            DrainDelay = args.ProxyDrain,
            RollbackOnFailure = true,
        },
        Deletion = new MachineDeletionArgs { DrainDelay = args.ProxyDrain, Timeout = args.Drain },
        Config = Config(args, isStandby),
    }, new CustomResourceOptions { Parent = this, DependsOn = args.After });

    private static MachineConfigArgs Config(MachineGroupArgs args, bool isStandby)
    {
        var config = new MachineConfigArgs
        {
            Image = args.Image,
            Env = args.Environment,
            Guest = new MachineGuestArgs { CpuKind = args.Size.CpuKind, Cpus = args.Size.Cpus, MemoryMb = args.Size.MemoryMb },
            // Fly gives up on a crashing machine after ten tries in five minutes, whatever the policy.
            Restart = new MachineRestartArgs { Policy = "always", MaxRetries = 10 },
            StopConfig = new MachineStopArgs { Signal = "SIGTERM", Timeout = args.Drain },
            Metadata = Metadata(args, isStandby),
            Services = { args.Service(isStandby) },
        };
        if (args.MetricsPath is not null) config.Metrics = new MachineMetricsArgs { Port = args.Port, Path = args.MetricsPath };
        return config;
    }

    private static Dictionary<string, string> Metadata(MachineGroupArgs args, bool isStandby) => new(args.Tags)
    {
        ["role"] = isStandby ? "standby" : "active",
    };
}
