using System.Collections.Immutable;
using System.Text.Json;
using PipAi.LocalCloud.Fly.Config;

namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>
/// The registry as a folder: an image is <c>APP/sha256-HEX/</c> with its files and an <c>image.json</c>
/// <c>{"entrypoint":["./Program"],"env":{},"workdir":"."}</c>.
/// </summary>
internal sealed class ImageStore(string folder)
{
    private const string Registry = "registry.fly.io/";
    private const string DigestMark = "@sha256:";
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    /// <summary>Finds an image by its reference.</summary>
    /// <exception cref="InvalidConfigException">The reference is not one by digest, or the registry has no such image.</exception>
    public Image Find(string reference)
    {
        var mark = reference.IndexOf(DigestMark, StringComparison.Ordinal);
        if (!reference.StartsWith(Registry, StringComparison.Ordinal) || mark < 0)
            throw new InvalidConfigException($"image \"{reference}\" is not of the form {Registry}<app>@sha256:<64 hex>");
        var (repository, hex) = (reference[Registry.Length..mark], reference[(mark + DigestMark.Length)..]);
        repository = repository.Split(':')[0];
        if (hex.Length != 64 || !hex.All(char.IsAsciiHexDigitLower) || repository.Contains("..", StringComparison.Ordinal))
            throw new InvalidConfigException($"image \"{reference}\" is not of the form {Registry}<app>@sha256:<64 hex>");
        var root = Path.Combine(folder, repository, "sha256-" + hex);
        var manifest = Path.Combine(root, "image.json");
        if (!File.Exists(manifest))
            throw new InvalidConfigException($"failed to get manifest {reference}: MANIFEST_UNKNOWN: manifest unknown");
        var image = Read(manifest, reference);
        return new Image(root, repository, "sha256:" + hex, image.Entrypoint, image.Env ?? [], image.Workdir ?? ".");
    }

    private static Manifest Read(string file, string reference)
    {
        try
        {
            return JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(file), Format) is { Entrypoint.IsDefault: false } manifest
                ? manifest
                : throw new InvalidConfigException($"manifest of {reference} has no entrypoint");
        }
        catch (JsonException exception)
        {
            throw new InvalidConfigException($"manifest of {reference} is invalid: {exception.Message}");
        }
    }

    private sealed record Manifest(ImmutableArray<string> Entrypoint, Dictionary<string, string>? Env, string? Workdir);
}
