namespace PipAi.Providers.Fly.Machines;

/// <summary>A machine did not start, or its checks did not pass.</summary>
internal sealed class MachineUnhealthyException(string machine, string app, string why) : Exception(
    $"Machine '{machine}' of app '{app}' did not become healthy: {why}\n    fly logs --app {app} --machine {machine}");
