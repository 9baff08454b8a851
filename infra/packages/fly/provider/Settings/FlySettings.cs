using PipAi.Plugins.Properties;

namespace PipAi.Providers.Fly.Settings;

/// <summary>Where and as whom Fly is called: provider configuration first, then the environment, then Fly's own defaults.</summary>
internal sealed record FlySettings
{
    public string? Token { get; init; }

    public Uri Endpoint { get; init; } = new("https://api.machines.dev");

    public string OrgSlug { get; init; } = "personal";

    /// <summary>A registry host, or a <c>file:///</c> URL: a folder that the local cloud starts machines from.</summary>
    public string Registry { get; init; } = "registry.fly.io";

    public string? RegistryToken { get; init; }

    public string? Owner { get; init; }

    /// <summary>The folder of a rehearsal's images, or null when images go to a real registry.</summary>
    public string? RegistryFolder => Registry.StartsWith("file:", StringComparison.Ordinal) ? new Uri(Registry).LocalPath : null;

    /// <summary>
    /// The folder in which what was built for rehearsals is kept from one to the next (<c>FLY_BUILD_CACHE</c>); null keeps nothing.
    /// </summary>
    public string? BuildCache { get; init; }

    public static FlySettings From(PropertyMap settings, Func<string, string?> environment)
    {
        var defaults = new FlySettings();
        return new FlySettings
        {
            Token = settings.Text("token") ?? Variable("FLY_API_TOKEN") ?? Variable("FLY_ACCESS_TOKEN"),
            Endpoint = new Uri(
                (settings.Text("endpoint") ?? Variable("FLY_FLAPS_BASE_URL") ?? defaults.Endpoint.ToString()).TrimEnd('/') + "/"),
            OrgSlug = settings.Text("orgSlug") ?? defaults.OrgSlug,
            Registry = settings.Text("registry") ?? Variable("FLY_REGISTRY") ?? defaults.Registry,
            RegistryToken = settings.Text("registryToken"),
            Owner = settings.Text("owner"),
            BuildCache = Variable("FLY_BUILD_CACHE"),
        };

        string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;
    }
}
