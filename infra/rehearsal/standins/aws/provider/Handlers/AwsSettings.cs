using PipAi.Plugins.Properties;

namespace PipAi.Providers.Aws.Handlers;

/// <summary>The provider's settings, as far as a rehearsal has a use for them.</summary>
/// <param name="environment">Reads an environment variable.</param>
internal sealed class AwsSettings(Func<string, string?> environment)
{
    private PropertyMap settings = PropertyMap.Empty;

    /// <summary>The region of resources that name none; null when nothing says it.</summary>
    public string? Region => settings.Text("region") ?? environment("AWS_REGION");

    /// <summary>Labels that every resource gets.</summary>
    public ImmutableSortedDictionary<string, string> DefaultTags => settings.Map("defaultTags").TextMap("tags");

    /// <summary>Takes the settings over.</summary>
    public void Use(PropertyMap configured) => settings = configured;
}
