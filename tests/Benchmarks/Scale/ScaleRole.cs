using System.Globalization;
using EmbeddedPulumi.Engine.Context;
using Pulumi;
using Pulumiverse.Fly;
using Pulumiverse.Fly.Inputs;

namespace PipAi.Benchmarks.Scale;

/// <summary>
/// Lets the benchmark start itself as the program and as the provider, so that the engine has its process, and its memory, to itself.
/// </summary>
internal static class ScaleRole
{
    private const string Role = "BENCHMARK_ROLE";
    private const string Count = "BENCHMARK_MACHINES";

    /// <summary>Plays the role that the environment names and returns its exit code; null when it names none.</summary>
    public static async Task<int?> PlayAsync(string[] arguments)
    {
        switch (Environment.GetEnvironmentVariable(Role))
        {
            case "program":
                return await Deployment.RunAsync(
                    () => Declare(int.Parse(Environment.GetEnvironmentVariable(Count)!, CultureInfo.InvariantCulture)));
            case "provider":
                await PipAi.Plugins.Serving.Provider.ServeAsync(arguments, "0.1.0", _ => new MemoryProvider(), CancellationToken.None);
                return 0;
            default:
                return null;
        }
    }

    /// <summary>The command that plays a role.</summary>
    public static LaunchCommand Command(string role, int machines) =>
        LaunchCommand.Process(Path.Combine(AppContext.BaseDirectory, "PipAi.Benchmarks")) with
        {
            Environment = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty
                .Add(Role, role).Add(Count, machines.ToString(CultureInfo.InvariantCulture)),
        };

    /// <summary>One app and its machines.</summary>
    private static void Declare(int machines)
    {
        var app = new App("workers", new AppArgs { Name = "workers", OrgSlug = "personal" });
        for (var i = 0; i < machines; i++)
        {
            _ = new Machine($"machine-{i}", new MachineArgs
            {
                App = app.Name,
                Region = "iad",
                Name = $"machine-{i}",
                Config = new MachineConfigArgs
                {
                    Image = "registry.fly.io/workers@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                    Env = { ["INDEX"] = i.ToString(CultureInfo.InvariantCulture), ["QUEUE"] = "documents" },
                    Guest = new MachineGuestArgs { CpuKind = "shared", Cpus = 2, MemoryMb = 2048 },
                    Restart = new MachineRestartArgs { Policy = "always", MaxRetries = 10 },
                    Metadata = { ["role"] = "active" },
                },
            });
        }
    }
}
