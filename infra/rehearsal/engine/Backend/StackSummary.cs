using System.Text.Json;

namespace EmbeddedPulumi.Engine.Backend;

/// <summary>One line of the list of stacks.</summary>
/// <param name="Project">The project's name.</param>
/// <param name="Name">The stack's name.</param>
/// <param name="LastUpdate">When its state was last written; null when it never was.</param>
/// <param name="ResourceCount">How many resources it has; null when its state cannot be read.</param>
public sealed record StackSummary(string Project, string Name, DateTimeOffset? LastUpdate, int? ResourceCount)
{
    /// <summary>Reads no more of a checkpoint than a list needs.</summary>
    internal static StackSummary Read(string project, string name, byte[] checkpoint)
    {
        try
        {
            using var document = JsonDocument.Parse(checkpoint);
            var latest = document.RootElement.GetProperty("checkpoint").TryGetProperty("latest", out var found) ? found : default;
            if (latest.ValueKind != JsonValueKind.Object) return new StackSummary(project, name, null, 0);
            var time = latest.GetProperty("manifest").GetProperty("time").GetDateTimeOffset();
            return new StackSummary(project, name, time, latest.TryGetProperty("resources", out var all) ? all.GetArrayLength() : 0);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new StackSummary(project, name, null, null);
        }
    }
}
