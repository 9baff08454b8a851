namespace PipAi.LocalCloud.Fly.Config;

/// <summary>Restart policy of a machine.</summary>
/// <param name="Policy">When a process that ended by itself is started again.</param>
/// <param name="MaxRetries">How often within five minutes; null is without end for <see cref="RestartWhen.Always"/>, 10 otherwise.</param>
internal sealed record RestartConfig(RestartWhen Policy = RestartWhen.OnFailure, int? MaxRetries = null);
