namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>What list filters find in Temporal's own server: the truth, where its executable is.</summary>
public sealed class RealListFilterTests(RealTemporal temporal) : ListFilterFacts, IClassFixture<RealTemporal>
{
    /// <inheritdoc/>
    protected override TemporalBed Bed => temporal.Bed;
}
