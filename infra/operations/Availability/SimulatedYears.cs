namespace PipAi.Operations.Availability;

/// <summary>What a simulation saw.</summary>
/// <param name="Years">How many years were lived through.</param>
/// <param name="NewWork">Share of time that new work was accepted.</param>
/// <param name="Error">Standard error of that share.</param>
internal sealed record SimulatedYears(int Years, double NewWork, double Error);
