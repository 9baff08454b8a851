using PipAi.Operations.Drills;

namespace PipAi.Cli.Drills;

/// <summary>A drill that is to be run.</summary>
/// <param name="Name">What it is called where it did not come to a report.</param>
/// <param name="Scenario">What it breaks, of the platform as it is then.</param>
internal sealed record PlannedDrill(string Name, Func<DrillLab, Task<DrillScenario>> Scenario);
