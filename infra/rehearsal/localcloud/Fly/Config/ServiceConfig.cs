using System.Collections.Immutable;

namespace PipAi.LocalCloud.Fly.Config;

/// <summary>One service of a machine, as far as the proxy acts on it.</summary>
internal sealed record ServiceConfig
{
    /// <summary>Port inside the machine, 1 to 65535; the local machine's own port stands for it.</summary>
    public required int InternalPort { get; init; }

    /// <summary>Public ports that lead to it.</summary>
    public ImmutableArray<ServicePort> Ports { get; init; } = [];

    /// <summary>Whether a port has the handler <c>http</c>.</summary>
    public bool Http => Ports.Any(port => port.HasHttp);

    /// <summary>Load above which another machine is preferred; default 20.</summary>
    public int SoftLimit { get; init; } = 20;

    /// <summary>Load above which the machine gets nothing; null is without end.</summary>
    public int? HardLimit { get; init; }

    /// <summary>Checks that gate routing.</summary>
    public ImmutableArray<CheckConfig> Checks { get; init; } = [];

    /// <summary>Whether the proxy may start a stopped machine.</summary>
    public bool Autostart { get; init; }

    /// <summary>What the proxy may do with an idle machine.</summary>
    public AutostopKind Autostop { get; init; }

    /// <summary>Machines in the primary region that autostop leaves running.</summary>
    public int MinMachinesRunning { get; init; }

    /// <summary>The name under which a service's check is shown.</summary>
    /// <param name="index">Its place among all service checks of the machine, from 0.</param>
    /// <param name="type"><c>http</c> or <c>tcp</c>.</param>
    /// <param name="port">The service's internal port.</param>
    public static string CheckName(int index, string type, int port) => $"servicecheck-{index:00}-{type}-{port}";
}
