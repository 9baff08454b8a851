namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>What our service refuses.</summary>
public sealed class WrongInputTests(RunningTemporal temporal) : WrongInputFacts, IClassFixture<RunningTemporal>
{
    /// <inheritdoc/>
    protected override TemporalBed Bed { get; } = new(temporal.Client);

    /// <inheritdoc/>
    protected override int Version => 31;
}
