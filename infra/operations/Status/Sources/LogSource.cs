using System.Collections.Immutable;
using PipAi.Operations.Logs;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Status.Sources;

/// <summary>
/// What the machines write, every two seconds: no part of the status, but a page that shows both tells when either fails.
/// </summary>
internal static class LogSource
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    public static StatusSource Of(string name, DeployedPlatform platform, HttpClient http, Action<ImmutableArray<LogEntry>> take)
    {
        ImmutableArray<string> apps = [platform.Outputs.WorkersApp, platform.Outputs.UnstructuredApp];
        var filter = new LogFilter { AtLeast = EntrySeverity.Info };
        var logs = new PlatformLogs([.. apps.Select(app => new FlyLogs(http, platform.Access, app, filter))]);
        return new(name, Period, async cancellation =>
        {
            take(await logs.NextAsync(cancellation));
            return status => status;
        });
    }
}
