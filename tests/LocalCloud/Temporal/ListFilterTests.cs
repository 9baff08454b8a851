namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>What list filters find in our service.</summary>
public sealed class ListFilterTests(RunningTemporal temporal) : ListFilterFacts, IClassFixture<RunningTemporal>
{
    /// <inheritdoc/>
    protected override TemporalBed Bed { get; } = new(temporal.Client);
}
