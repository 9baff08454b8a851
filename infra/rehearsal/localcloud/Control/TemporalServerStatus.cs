namespace PipAi.LocalCloud.Control;

/// <summary>Which Temporal server a local cloud runs, and how it is.</summary>
/// <param name="Name">What a person calls it.</param>
/// <param name="Executable">Path of Temporal's CLI; null for our own service.</param>
/// <param name="Version">The CLI's version line; null for our own service.</param>
/// <param name="Running">Whether it runs; our own does while the local cloud does.</param>
/// <param name="ProcessId">Its process; null for our own service, and while it is down.</param>
/// <param name="Restarts">How often it was started again.</param>
/// <param name="Problem">Why it is down, with its last lines; null while it runs.</param>
/// <param name="Loss">What was lost when it was last started; null when nothing was.</param>
public sealed record TemporalServerStatus(
    string Name, string? Executable, string? Version, bool Running = true, int? ProcessId = null, int Restarts = 0, string? Problem = null,
    string? Loss = null);
