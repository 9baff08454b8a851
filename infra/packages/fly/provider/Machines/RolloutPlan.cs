using PipAi.Plugins.Properties;

namespace PipAi.Providers.Fly.Machines;

/// <summary>How a change reaches the machine: the program's <c>rollout</c>, with the defaults filled in.</summary>
internal sealed record RolloutPlan
{
    public required bool Immediate { get; init; }

    public required int MaxUnavailable { get; init; }

    public required TimeSpan WaitTimeout { get; init; }

    public required TimeSpan HealthTimeout { get; init; }

    public required TimeSpan SmokeTime { get; init; }

    public required TimeSpan DrainDelay { get; init; }

    public required bool RollbackOnFailure { get; init; }

    public static RolloutPlan From(PropertyMap inputs)
    {
        var rollout = inputs.Map("rollout");
        return new RolloutPlan
        {
            Immediate = rollout.Text("strategy") == "immediate",
            MaxUnavailable = rollout.Whole("maxUnavailable") ?? 1,
            WaitTimeout = rollout.Duration("waitTimeout") ?? TimeSpan.FromMinutes(5),
            HealthTimeout = rollout.Duration("healthTimeout") ?? TimeSpan.FromMinutes(5),
            SmokeTime = rollout.Duration("smokeTime") ?? TimeSpan.FromSeconds(10),
            DrainDelay = rollout.Duration("drainDelay") ?? TimeSpan.FromSeconds(10),
            RollbackOnFailure = rollout.Flag("rollbackOnFailure") ?? true,
        };
    }
}
