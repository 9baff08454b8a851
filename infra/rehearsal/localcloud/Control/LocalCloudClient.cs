using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Control;

/// <summary>Client of a local cloud's control API, for other processes.</summary>
public sealed class LocalCloudClient : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    // It asks nobody else before it answers; on a machine that swaps it is still there by then.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private readonly TimeSpan timeout;
    private readonly HttpClient http;

    /// <summary>Makes a client for a cloud.</summary>
    /// <param name="endpoints">The cloud.</param>
    /// <param name="timeout">How long an answer may take; 20 seconds by default.</param>
    public LocalCloudClient(CloudEndpoints endpoints, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        Endpoints = endpoints;
        this.timeout = timeout ?? Timeout;
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = endpoints.AddressOf(VendorNames.Control),
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", endpoints.Tokens.Control);
    }

    /// <summary>Where the cloud is reached.</summary>
    public CloudEndpoints Endpoints { get; }

    /// <summary>Waits until the cloud of a folder answers, for a process that has just started it.</summary>
    /// <param name="directory">The cloud's folder.</param>
    /// <param name="stillStarting">Asked between tries; false means that the starting process has given up.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>A client, or null when the starting process gave up.</returns>
    public static async Task<LocalCloudClient?> WaitReadyAsync(string directory, Func<bool> stillStarting, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stillStarting);
        while (true)
        {
            var hope = stillStarting();
            if (CloudEndpoints.Load(directory) is { IsAlive: true } endpoints)
            {
                var client = new LocalCloudClient(endpoints);
                if (await client.AnswersAsync(cancellation)) return client;
                client.Dispose();
            }

            if (!hope) return null;
            await Task.Delay(Poll, TimeProvider.System, cancellation);
        }
    }

    /// <summary>What runs where.</summary>
    /// <exception cref="LocalCloudSilentException">The cloud does not answer; so with every other call.</exception>
    public Task<CloudStatus> StatusAsync(CancellationToken cancellation) =>
        CallAsync(async soon => (await http.GetFromJsonAsync<CloudStatus>("status", CloudStatus.Format, soon))!, cancellation);

    /// <summary>The faults that hold.</summary>
    public Task<IReadOnlyList<Fault>> FaultsAsync(CancellationToken cancellation) =>
        CallAsync<IReadOnlyList<Fault>>(
            async soon => (await http.GetFromJsonAsync<List<Fault>>("faults", CloudStatus.Format, soon))!, cancellation);

    /// <summary>Adds a fault and returns it with its id.</summary>
    /// <exception cref="ArgumentException">The fault is not possible; the text says why.</exception>
    public Task<Fault> AddFaultAsync(Fault fault, CancellationToken cancellation) => CallAsync(async soon =>
    {
        using var response = await http.PostAsJsonAsync("faults", fault, CloudStatus.Format, soon);
        if (!response.IsSuccessStatusCode) throw new ArgumentException(await ProblemAsync(response, soon));
        return (await response.Content.ReadFromJsonAsync<Fault>(CloudStatus.Format, soon))!;
    }, cancellation);

    /// <summary>Removes a fault; false when there is none of that id.</summary>
    public Task<bool> RemoveFaultAsync(string id, CancellationToken cancellation) => CallAsync(async soon =>
    {
        using var response = await http.DeleteAsync(new Uri($"faults/{Uri.EscapeDataString(id)}", UriKind.Relative), soon);
        return response.IsSuccessStatusCode;
    }, cancellation);

    /// <summary>Kills the process of a machine as a crash would; false when none runs.</summary>
    public Task<bool> KillMachineAsync(string machine, CancellationToken cancellation) => CallAsync(async soon =>
    {
        using var response = await http.PostAsync(new Uri($"machines/{Uri.EscapeDataString(machine)}/kill", UriKind.Relative), null, soon);
        return response.IsSuccessStatusCode;
    }, cancellation);

    /// <summary>The last lines of machines' logs, oldest first, each with its time and machine.</summary>
    /// <param name="app">Only of this app; empty for all.</param>
    /// <param name="machine">Only of this machine (id or name); empty for all.</param>
    /// <param name="lines">At most so many.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ArgumentException">There is no such app or machine; the text names those that there are.</exception>
    public Task<string> LogsAsync(string app, string machine, int lines, CancellationToken cancellation) => CallAsync(async soon =>
    {
        using var response = await http.GetAsync(
            new Uri(string.Create(CultureInfo.InvariantCulture,
                $"logs?app={Uri.EscapeDataString(app)}&machine={Uri.EscapeDataString(machine)}&lines={lines}"), UriKind.Relative), soon);
        if (response.StatusCode == HttpStatusCode.NotFound) throw new ArgumentException(await ProblemAsync(response, soon));
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(soon);
    }, cancellation);

    /// <summary>Asks the cloud to stop and waits until its process is gone.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await CallAsync(async soon =>
        {
            using var response = await http.PostAsync(new Uri("stop", UriKind.Relative), null, soon);
            return response.EnsureSuccessStatusCode().StatusCode;
        }, cancellation);
        while (Endpoints.IsAlive && Endpoints.Process.Id != Environment.ProcessId)
            await Task.Delay(Poll, TimeProvider.System, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            await FaultsAsync(cancellation);
            return true;
        }
        catch (LocalCloudSilentException)
        {
            return false;
        }
    }

    /// <summary>The boundary to a process that may be in any state: whatever its answer makes the client throw is one error.</summary>
    private async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        soon.CancelAfter(timeout);
        try
        {
            return await call(soon.Token);
        }
        catch (Exception exception) when (exception is not ArgumentException && !cancellation.IsCancellationRequested)
        {
            var timedOut = exception is OperationCanceledException;
            throw new LocalCloudSilentException(
                Endpoints, timedOut ? $"nothing came within {timeout.TotalSeconds:0} s" : exception.Message, timedOut, exception);
        }
    }

    private static async Task<string> ProblemAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        try
        {
            return (string?)JsonNode.Parse(text)?["error"] ?? text;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
