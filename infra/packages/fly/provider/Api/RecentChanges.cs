using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace PipAi.Providers.Fly.Api;

/// <summary>
/// What was made or changed a moment ago. Fly answers from several hosts, and one that has not heard of a change yet says that the thing
/// does not exist: until the moment is over, that is no fact but a reason to ask again.
/// </summary>
internal sealed class RecentChanges(TimeProvider time)
{
    /// <summary>Longer than Fly's hosts have been seen to take.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromSeconds(15);

    // Paths of apps and of things in apps have two and four segments: apps/NAME, apps/NAME/machines/ID.
    private const int AppSegments = 2;
    private const int ThingSegments = 4;
    private readonly ConcurrentDictionary<string, long> changes = new(StringComparer.Ordinal);

    /// <summary>Remembers what a request that succeeded has made, changed or deleted.</summary>
    public void Note(FlyRequest request, JsonNode? answer)
    {
        if (request.Method == HttpMethod.Get) return;
        var segments = Segments(request.Path);
        var thing = segments.Length switch
        {
            1 when (Text(request.Body, "name") ?? Text(request.Body, "app_name")) is { } app =>
                $"{segments[0]}/{Uri.EscapeDataString(app)}",
            AppSegments => string.Join('/', segments),
            AppSegments + 1 when Text(answer, "id") is { } id => $"{string.Join('/', segments)}/{id}",
            >= ThingSegments => string.Join('/', segments[..ThingSegments]),
            _ => null,
        };
        if (thing is null) return;
        if (request.Method == HttpMethod.Delete && segments.Length is AppSegments or ThingSegments) changes.TryRemove(thing, out _);
        else changes[thing] = time.GetTimestamp();
    }

    /// <summary>Whether a request is about something that was made or changed a moment ago.</summary>
    public bool Concerns(FlyRequest request)
    {
        var segments = Segments(request.Path);
        return IsRecent(segments, AppSegments) || IsRecent(segments, ThingSegments);
    }

    private bool IsRecent(string[] segments, int count) =>
        segments.Length >= count && changes.TryGetValue(string.Join('/', segments[..count]), out var at)
            && time.GetElapsedTime(at) < Moment;

    private static string[] Segments(string path) => path.Split('?')[0].Split('/');

    private static string? Text(JsonNode? node, string name) =>
        node is JsonObject fields && fields[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
