using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Logs;

/// <summary>
/// An app's log as Fly keeps it, read from where the last page ended. Fly keeps a few days, and what a machine wrote is there a moment
/// later.
/// </summary>
/// <param name="http">For calls of Fly.</param>
/// <param name="access">Where Fly is.</param>
/// <param name="app">The app.</param>
/// <param name="filter">Which entries are wanted.</param>
internal sealed class FlyLogs(HttpClient http, PlatformAccess access, string app, LogFilter filter)
{
    private const long NanosecondsPerTick = 100;
    private string token = "";

    /// <summary>From when on the next page is; without it the first page is the newest entries.</summary>
    public DateTimeOffset? Since
    {
        // A token is the last line that is known already.
        init => token = value is not { } since ? ""
            : ((since - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick - 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>All that was written since the last call, oldest first.</summary>
    /// <exception cref="PlatformCallException">Fly can't be reached, refused the call, or answered something else.</exception>
    public async Task<ImmutableArray<LogEntry>> NextAsync(CancellationToken cancellation)
    {
        var entries = ImmutableArray.CreateBuilder<LogEntry>();
        while (true)
        {
            var isNewest = token.Length == 0;
            var page = await PlatformCall.MakeAsync(
                $"The log of '{app}' cannot be read from Fly at {access.FlyPlatformApi.Authority}", () => PageAsync(cancellation),
                cancellation);
            entries.AddRange(page.Where(filter.Takes));
            if (page.IsEmpty || isNewest) return entries.ToImmutable();
        }
    }

    private async Task<ImmutableArray<LogEntry>> PageAsync(CancellationToken cancellation)
    {
        var query = $"next_token={token}{Part("region", filter.Region)}{Part("instance", filter.Machine)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(access.FlyPlatformApi, $"/api/v1/apps/{app}/logs?{query}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access.FlyToken);
        using var response = await http.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation));
        ImmutableArray<LogEntry> page =
            [.. document.RootElement.GetProperty("data").EnumerateArray().Select(item => Entry(item.GetProperty("attributes")))];
        if (document.RootElement.GetProperty("meta").GetProperty("next_token").GetString() is { Length: > 0 } next) token = next;
        return page;
    }

    private static string Part(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    private LogEntry Entry(JsonElement attributes) => LogEntry.Parse(
        attributes.GetProperty("timestamp").GetDateTimeOffset(),
        app,
        attributes.GetProperty("region").GetString()!,
        attributes.GetProperty("instance").GetString()!,
        attributes.GetProperty("message").GetString()!);
}
