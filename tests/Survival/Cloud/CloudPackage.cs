using System.Collections.Concurrent;
using System.Text.Json;

namespace PipAi.Survival.Tests.Cloud;

/// <summary>What the fake cloud has to know of a package, from the package's own schema.</summary>
internal sealed class CloudPackage
{
    private static readonly string[] Immutable =
    [
        "name",
        "region",
        "bucket",
        "app",
        "url",
        "endpoint",
        "topic",
        "protocol",
        "planId",
        "ownerId",
        "projectId",
    ];
    private readonly JsonElement resources;
    private readonly ConcurrentDictionary<string, Kind> kinds = new(StringComparer.Ordinal);

    public CloudPackage(string schemaFile)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(schemaFile));
        resources = document.RootElement.GetProperty("resources").Clone();
    }

    public Kind this[string type] => kinds.GetOrAdd(type, token => Read(resources.GetProperty(token)));

    private static Kind Read(JsonElement resource)
    {
        var (inputs, outputs) = (resource.GetProperty("inputProperties"), resource.GetProperty("properties"));
        return new Kind(
            [.. inputs.EnumerateObject().Where(input => Immutable.Contains(input.Name) || Is(input.Value, "willReplaceOnChanges")).Select(
                input => input.Name).Order(StringComparer.Ordinal)],
            inputs.TryGetProperty("name", out _),
            [.. Made("string").Select(output => (output.Name, Is(output.Value, "secret")))],
            [.. Made("array").Where(
                output => output.Value.GetProperty("items").TryGetProperty("type", out var item) && item.GetString() == "string").Select(
                    output => output.Name)],
            [.. Made("integer").Select(output => output.Name)]);

        IEnumerable<JsonProperty> Made(string type) => outputs.EnumerateObject()
            .Where(
                output =>
                    !inputs.TryGetProperty(output.Name, out _) && output.Value.TryGetProperty("type", out var given)
                        && given.GetString() == type);
    }

    private static bool Is(JsonElement property, string flag) => property.TryGetProperty(flag, out var value) && value.GetBoolean();

    /// <summary>A type of resource.</summary>
    /// <param name="Immutable">Inputs whose change replaces it.</param>
    /// <param name="IsNamed">Whether it has a name, which is made up where none is given.</param>
    /// <param name="Texts">Texts that the cloud makes up, and whether they are secret.</param>
    /// <param name="Lists">Lists of texts that the cloud makes up.</param>
    /// <param name="Versions">Numbers that count its changes.</param>
    public sealed record Kind(string[] Immutable, bool IsNamed, (string Name, bool Secret)[] Texts, string[] Lists, string[] Versions);
}
