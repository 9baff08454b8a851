using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Faults;

namespace PipAi.LocalCloud.Hosting;

/// <summary>Client of a local cloud's control API, for other processes.</summary>
public sealed class LocalCloudClient : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private readonly HttpClient http;

    /// <summary>Makes a client for a cloud.</summary>
    public LocalCloudClient(CloudEndpoints endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        Endpoints = endpoints;
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = endpoints.AddressOf(VendorNames.Control) };
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
            await Task.Delay(Poll, cancellation);
        }
    }

    /// <summary>What runs where.</summary>
    /// <exception cref="HttpRequestException">The cloud does not answer.</exception>
    public async Task<CloudStatus> StatusAsync(CancellationToken cancellation) =>
        (await http.GetFromJsonAsync<CloudStatus>("status", ControlApi.Format, cancellation))!;

    /// <summary>The faults that hold.</summary>
    public async Task<IReadOnlyList<Fault>> FaultsAsync(CancellationToken cancellation) =>
        (await http.GetFromJsonAsync<List<Fault>>("faults", ControlApi.Format, cancellation))!;

    /// <summary>Adds a fault and returns it with its id.</summary>
    /// <exception cref="ArgumentException">The fault is not possible; the text says why.</exception>
    public async Task<Fault> AddFaultAsync(Fault fault, CancellationToken cancellation)
    {
        using var response = await http.PostAsJsonAsync("faults", fault, ControlApi.Format, cancellation);
        if (!response.IsSuccessStatusCode) throw new ArgumentException(await ProblemAsync(response, cancellation), nameof(fault));
        return (await response.Content.ReadFromJsonAsync<Fault>(ControlApi.Format, cancellation))!;
    }

    /// <summary>Removes a fault; false when there is none of that id.</summary>
    public async Task<bool> RemoveFaultAsync(string id, CancellationToken cancellation)
    {
        using var response = await http.DeleteAsync(new Uri($"faults/{Uri.EscapeDataString(id)}", UriKind.Relative), cancellation);
        return response.IsSuccessStatusCode;
    }

    /// <summary>Kills the process of a machine as a crash would; false when none runs.</summary>
    public async Task<bool> KillMachineAsync(string machine, CancellationToken cancellation)
    {
        using var response = await http.PostAsync(new Uri($"machines/{Uri.EscapeDataString(machine)}/kill", UriKind.Relative), null, cancellation);
        return response.IsSuccessStatusCode;
    }

    /// <summary>The last lines of machines' logs, oldest first, each with its time and machine.</summary>
    /// <param name="app">Only of this app; empty for all.</param>
    /// <param name="machine">Only of this machine (id or name); empty for all.</param>
    /// <param name="lines">At most so many.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ArgumentException">There is no such app or machine; the text names those that there are.</exception>
    public async Task<string> LogsAsync(string app, string machine, int lines, CancellationToken cancellation)
    {
        using var response = await http.GetAsync(
            new Uri(string.Create(CultureInfo.InvariantCulture,
                $"logs?app={Uri.EscapeDataString(app)}&machine={Uri.EscapeDataString(machine)}&lines={lines}"), UriKind.Relative), cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound) throw new ArgumentException(await ProblemAsync(response, cancellation));
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(cancellation);
    }

    /// <summary>Asks the cloud to stop and waits until its process is gone.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        using var response = await http.PostAsync(new Uri("stop", UriKind.Relative), null, cancellation);
        response.EnsureSuccessStatusCode();
        while (Endpoints.IsAlive && Endpoints.Process.Id != Environment.ProcessId) await Task.Delay(Poll, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            using var response = await http.GetAsync(new Uri("faults", UriKind.Relative), cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
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
