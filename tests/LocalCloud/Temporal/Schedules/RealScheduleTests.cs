namespace PipAi.LocalCloud.Tests.Temporal.Schedules;

/// <summary>What schedules do on Temporal's own server: the truth, where its executable is.</summary>
[Collection(nameof(ServedDevServer))]
public sealed class RealScheduleTests(ServedDevServer temporal) : ScheduleFacts(temporal);
