using System.Diagnostics;
using PipAi.Cli.Errors;
using PipAi.Cli.Files;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Hosting;
using PipAi.LocalCloud.Temporal;
using PipAi.LocalCloud.Temporal.DevServer;

namespace PipAi.Cli.Rehearsal;

/// <summary>
/// The background process that is a stack's local cloud: finds it, starts it, says what went wrong when it did not start.
/// </summary>
internal sealed class CloudProcess(Workspace workspace, string stack, HostEnvironment host)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    private string Directory => workspace.CloudDirectory(stack);

    private string LogFile => Path.Combine(Directory, "cloud.log");

    /// <summary>Whether the running process is older than the build: new providers may need what only a new cloud can do.</summary>
    private bool IsOutdated =>
        File.GetLastWriteTimeUtc(Path.Combine(Directory, CloudEndpoints.FileName)) < File.GetLastWriteTimeUtc(
            typeof(LocalCloudHost).Assembly.Location);

    /// <summary>The endpoints of the running local cloud; null when none runs.</summary>
    public CloudEndpoints? Running() => CloudEndpoints.Load(Directory) is { IsAlive: true } endpoints ? endpoints : null;

    /// <summary>The endpoints of the running local cloud.</summary>
    /// <exception cref="CliException">It does not run: it was never started, or it was killed.</exception>
    public CloudEndpoints Require() => CloudEndpoints.Load(Directory) switch
    {
        { IsAlive: true } endpoints => endpoints,
        null =>
            throw new CliException(
                ExitCode.Error, $"Nothing of stack '{stack}' runs here: it has no local cloud.", $"./pipai up --stack {stack}"),
        var dead => throw new CliException(
            ExitCode.Error,
            $"The local cloud of stack '{stack}' is gone: its process {dead.Process.Id} no longer runs. Its data is kept in {Directory}.",
            $"./pipai cloud start --stack {stack}"),
    };

    /// <inheritdoc cref="EnsureAsync(string?, CancellationToken)"/>
    public Task<(CloudEndpoints Endpoints, bool Started)> EnsureAsync(CancellationToken cancellation) => EnsureAsync(null, cancellation);

    /// <summary>
    /// Starts the local cloud unless it runs; one of an older build is replaced by a new one, which keeps all that it held.
    /// </summary>
    /// <param name="temporal">Which Temporal server: path of Temporal's CLI or <c>own</c>; null is the one that served before, or our
    /// own.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <returns>Its endpoints, and whether this call started it.</returns>
    /// <exception cref="CliException">It did not come up; the message ends with its own words.</exception>
    /// <exception cref="TemporalServerException">The Temporal server that is asked for cannot serve what is there.</exception>
    public async Task<(CloudEndpoints Endpoints, bool Started)> EnsureAsync(string? temporal, CancellationToken cancellation)
    {
        var server = TemporalServers.Choose(Directory, temporal);
        if (Running() is { } running)
        {
            if (!IsOutdated && (temporal is null || (await TemporalServerAsync(cancellation))?.Executable == server.Executable))
                return (running, false);
            await StopAsync(cancellation);
        }

        HomeFolder.Require(workspace.Home, Directory);
        var logStart = File.Exists(LogFile) ? new FileInfo(LogFile).Length : 0;
        using var launcher = Launch(temporal is null ? [] : ["--temporal", server.Executable ?? TemporalServer.Own]);
        try
        {
            return (await ReadyAsync(launcher, logStart, cancellation), true);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more; what it holds is on disk.
            launcher.Kill(entireProcessTree: true);
            throw;
        }
    }

    private async Task<CloudEndpoints> ReadyAsync(Process launcher, long logStart, CancellationToken cancellation)
    {
        var started = host.Time.GetTimestamp();
        while (true)
        {
            if (Running() is { } endpoints) return endpoints;
            if (launcher.HasExited) throw DidNotStart($"its process ended with exit code {launcher.ExitCode}", logStart);
            if (host.Time.GetElapsedTime(started) > Timeout)
            {
                launcher.Kill(entireProcessTree: true);
                throw DidNotStart($"it was not ready after {Timeout.TotalSeconds:0} s", logStart, ExitCode.Timeout);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), host.Time, cancellation);
        }
    }

    /// <summary>The Temporal server of the running local cloud; null when none runs.</summary>
    public async Task<TemporalServerStatus?> TemporalServerAsync(CancellationToken cancellation)
    {
        if (Running() is not { } endpoints) return null;
        using var cloud = new LocalCloudClient(endpoints);
        return (await cloud.StatusAsync(cancellation)).TemporalServer;
    }

    /// <summary>Ends the local cloud and everything it runs; does nothing when it does not run.</summary>
    /// <exception cref="CliException">It did not end in time.</exception>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (Running() is not { } endpoints) return;
        using var cloud = new LocalCloudClient(endpoints);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(StopTimeout);
        try
        {
            await cloud.StopAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CliException(
                ExitCode.Timeout,
                $"The local cloud of stack '{stack}' (process {endpoints.Process.Id}) did not end within {StopTimeout.TotalSeconds:0} s.",
                $"kill {endpoints.Process.Id}");
        }
    }

    /// <summary>Starts `pipai cloud serve` in a session of its own, so that a Ctrl-C in this terminal does not reach it.</summary>
    private Process Launch(IEnumerable<string> options)
    {
        // The shell only redirects and is then replaced, so the process we watch is the local cloud itself.
        const string Script =
            """if command -v setsid >/dev/null; then exec setsid "$0" "$@" >>"$PIPAI_CLOUD_LOG" 2>&1 </dev/null; fi; exec "$0" "$@" >>"$PIPAI_CLOUD_LOG" 2>&1 </dev/null""";
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = workspace.Root, UseShellExecute = false };
        foreach (var argument in new[] { "-c", Script, host.Executable, "cloud", "serve", "--stack", stack }.Concat(options))
            start.ArgumentList.Add(argument);
        start.Environment["PIPAI_CLOUD_LOG"] = LogFile;
        start.Environment["PIPAI_ROOT"] = workspace.Root;
        start.Environment["PIPAI_HOME"] = workspace.Home;
        // Its idle threads sleep at once: it shares the processor with all the machines that it runs.
        start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        return Process.Start(start) ?? throw new CliException(ExitCode.Bug, "The local cloud's process could not be started.");
    }

    private CliException DidNotStart(string why, long logStart, ExitCode code = ExitCode.Error)
    {
        var words = "";
        if (File.Exists(LogFile))
        {
            using var log = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            log.Seek(Math.Min(logStart, log.Length), SeekOrigin.Begin);
            words = new StreamReader(log).ReadToEnd().Trim();
        }

        // Its own explanation, where it gave one, ends with the command that mends it.
        var explanation = words.LastIndexOf("error: ", StringComparison.Ordinal);
        if (explanation >= 0) words = words[(explanation + "error: ".Length)..];
        var tail = string.Concat(words.Split('\n').TakeLast(8).Select(line => $"\n  {line.TrimEnd()}"));
        return new CliException(
            code, $"The local cloud of stack '{stack}' did not start: {why}. It said:{tail}",
            explanation >= 0 ? null : $"./pipai cloud logs --stack {stack}");
    }
}
