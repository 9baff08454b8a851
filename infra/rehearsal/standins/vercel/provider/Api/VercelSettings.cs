using PipAi.Plugins.Properties;

namespace PipAi.Providers.Vercel.Api;

/// <summary>Where the API is, and who asks.</summary>
/// <param name="environment">Reads an environment variable.</param>
internal sealed class VercelSettings(Func<string, string?> environment)
{
    private PropertyMap settings = PropertyMap.Empty;

    /// <summary>The team of resources that name none, by slug or id; null for the token's own account.</summary>
    public string? Team => settings.Text("team");

    /// <summary>Id of that team; null as long as Vercel was not asked, and for the token's own account.</summary>
    public string? TeamId { get; set; }

    /// <summary>The API's address.</summary>
    /// <exception cref="InvalidOperationException">There is no local cloud to talk to.</exception>
    public Uri BaseUrl => new(Require("VERCEL_BASE_URL", null).TrimEnd('/') + "/");

    /// <summary>The API token.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public string Token => Require("VERCEL_API_TOKEN", settings.Text("apiToken"));

    /// <summary>Takes the settings over.</summary>
    public void Use(PropertyMap configured) => (settings, TeamId) = (configured, null);

    private string Require(string name, string? configured) => configured ?? (environment(name) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException(
            $"The environment variable {name} is not set: the local vercel provider deploys to the local cloud only.\n    ./pipai up"));
}
