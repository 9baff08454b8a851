namespace PipAi.Workers.Pipeline.Health;

/// <summary>How the polls for one kind of task stand now.</summary>
/// <param name="Queue">What is polled for.</param>
/// <param name="Open">Open polls, as the SDK counts them.</param>
/// <param name="SinceAnswer">How long ago Temporal last answered one, with a task or without; null: never.</param>
/// <param name="Silence">For how long Temporal could have answered one and did not.</param>
/// <param name="Stopped">For how long the SDK could have polled and did not.</param>
internal sealed record PollSight(PolledQueue Queue, long Open, TimeSpan? SinceAnswer, TimeSpan Silence, TimeSpan Stopped)
{
    /// <summary>Whether the SDK itself has given up polling.</summary>
    public bool IsStopped => Stopped > HealthLimits.Stopped;

    /// <summary>Whether no work comes in by these polls.</summary>
    public bool IsDeaf => IsStopped || Silence > HealthLimits.Silence;

    /// <summary>Whether it is time to find out why nothing is answered.</summary>
    public bool IsInDoubt => IsStopped || Silence > HealthLimits.Poll;
}
