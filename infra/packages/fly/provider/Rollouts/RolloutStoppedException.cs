namespace PipAi.Providers.Fly.Rollouts;

/// <summary>A machine was not touched, because another one of its group failed.</summary>
internal sealed class RolloutStoppedException(string group, string machine, string failed) : Exception(
    $"Machine '{machine}' was not changed: machine '{failed}' of the group {group} failed earlier in this run, and a rollout stops at "
    + "the first failure. Mend that machine and run again; this one follows.");
