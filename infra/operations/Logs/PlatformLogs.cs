using System.Collections.Immutable;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Logs;

/// <summary>The logs of the platform's apps as one.</summary>
/// <param name="logs">Those of the apps.</param>
internal sealed class PlatformLogs(ImmutableArray<FlyLogs> logs)
{
    /// <summary>
    /// All that was written since the last call, oldest first; with the first call the newest entries, or those of a time.
    /// </summary>
    /// <exception cref="PlatformCallException">An app's log cannot be read.</exception>
    public async Task<ImmutableArray<LogEntry>> NextAsync(CancellationToken cancellation) =>
    [
        .. (await Task.WhenAll(logs.Select(log => log.NextAsync(cancellation)))).SelectMany(entries => entries)
            .OrderBy(entry => entry.Time),
    ];
}
