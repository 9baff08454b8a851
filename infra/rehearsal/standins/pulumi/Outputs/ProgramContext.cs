namespace Pulumi;

/// <summary>The program in which outputs are made: what of it is in flight, and where its warnings go.</summary>
/// <param name="Tasks">Everything that the program has started and not finished.</param>
/// <param name="Warn">Tells the user that something is not as it should be.</param>
internal sealed record ProgramContext(InFlightTasks Tasks, Action<string> Warn)
{
    private static readonly AsyncLocal<ProgramContext?> Flow = new();

    /// <summary>The program that runs, or null.</summary>
    public static ProgramContext? Current => Flow.Value;

    /// <summary>The program that runs.</summary>
    /// <exception cref="InvalidOperationException">None does: the code is not called from RunAsync or TestAsync.</exception>
    public static ProgramContext Running =>
        Current ?? throw new InvalidOperationException("Trying to acquire Deployment.Instance before 'Run' was called.");

    /// <summary>Makes it the program of this asynchronous flow.</summary>
    public void Enter() => Flow.Value = this;
}
