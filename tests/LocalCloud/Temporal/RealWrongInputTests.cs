namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>What Temporal's own server refuses: the truth, where its executable is.</summary>
public sealed class RealWrongInputTests(RealTemporal temporal) : WrongInputFacts, IClassFixture<RealTemporal>
{
    /// <inheritdoc/>
    protected override TemporalBed Bed => temporal.Bed;

    /// <inheritdoc/>
    protected override int Version => 29;
}
