namespace PipAi.LocalCloud.Tests.Temporal.Workers;

/// <summary>How an activity is to be called.</summary>
/// <param name="Activity">Its name.</param>
/// <param name="Attempts">How often it may be tried; 0 for no limit.</param>
/// <param name="PatienceSeconds">How long it may wait for a worker; 0 for no limit.</param>
/// <param name="Priority">Its priority; 0 for its workflow's.</param>
public sealed record ErrandOrder(string Activity, int Attempts = 1, int PatienceSeconds = 0, int Priority = 0);
