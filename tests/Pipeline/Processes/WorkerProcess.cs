using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Platform;
using PipAi.Pipeline.Tests.Platform;

namespace PipAi.Pipeline.Tests.Processes;

/// <summary>The worker as the platform runs it: its own process, told everything by its environment.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly HttpClient http;
    private readonly PortReservation port;

    private WorkerProcess(Process process, PortReservation port)
    {
        this.process = process;
        this.port = port;
        http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port.Number}"), Timeout = TimeSpan.FromSeconds(60) };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => string.Join("\n", lines);

    public static WorkerProcess Start(IReadOnlyDictionary<string, string?> environment, [CallerFilePath] string here = "")
    {
        var executable = Path.GetFullPath(Path.Combine(
            Path.GetDirectoryName(here)!, "..", "..", "..", ".artifacts", "bin", "PipAi.Workers.Pipeline", "debug",
            "PipAi.Workers.Pipeline"));
        // The worker binds it later; until then it must not become that of a machine of another test.
        var port = PortReservation.Choose(PortAllocator.FirstOfMachines, new HashSet<int>());
        var start = new ProcessStartInfo(executable) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port.Number}";
        return new(Process.Start(start)!, port);
    }

    /// <summary>The environment of a worker against these services.</summary>
    public static Dictionary<string, string?> Environment(
        LocalTemporal temporal, LocalStorage storage, Uri unstructured, string queue, string machine = "machine-1") => new()
        {
            ["TEMPORAL_ADDRESS"] = temporal.Address,
            ["TEMPORAL_NAMESPACE"] = temporal.Namespace,
            ["TEMPORAL_API_KEY"] = LocalTemporal.Key,
            ["TEMPORAL_TLS"] = "false",
            ["TEMPORAL_TASK_QUEUE"] = queue,
            ["DOCUMENT_BUCKETS"] = storage.BucketList,
            ["UNSTRUCTURED_URL"] = unstructured.AbsoluteUri,
            ["AWS_ENDPOINT_URL_S3"] = storage.Address.AbsoluteUri,
            ["FLY_REGION"] = "iad",
            ["FLY_MACHINE_ID"] = machine,
            ["FLY_APP_NAME"] = "workers",
            ["PRIMARY_REGION"] = "iad",
        };

    public async Task<JsonObject?> HealthAsync()
    {
        try
        {
            using var answer = await http.GetAsync("/health", TestContext.Current.CancellationToken);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException
            && !TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public Task UntilHealthyAsync() =>
        Eventually.TrueAsync(async () => (await HealthAsync())?["status"]?.GetValue<string>() == "healthy", seconds: 90);

    /// <summary>No chance to clean up, as when a host dies.</summary>
    public void Kill() => process.Kill();

    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<int> ExitCodeAsync(double seconds)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        await process.WaitForExitAsync(timeout.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        http.Dispose();
        port.Dispose();
    }

    private void Take(string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }
}
