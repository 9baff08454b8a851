using System.Collections.Concurrent;
using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Stacks;
using EmbeddedPulumi.Protocol;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Programs;

/// <summary>Which plugin a program means: it says so with each resource, or once for a package, and refers to that.</summary>
internal sealed class RegisteredPackages
{
    private readonly ConcurrentDictionary<string, (string Reference, PluginRequest Plugin)> known = new(StringComparer.Ordinal);

    /// <summary>Takes a package down, and returns the reference to it; the same for the same package.</summary>
    /// <exception cref="FormatException">A version is none.</exception>
    public string Add(RegisterPackageRequest request)
    {
        var plugin = PluginRequest.Of(request.Name, request.Version, request.DownloadUrl, request.Checksums);
        if (request.Parameterization is { } parameter)
        {
            var version = SemanticVersion.Parse(parameter.Version)
                ?? throw new FormatException(
                    $"The package '{parameter.Name}' has the version '{parameter.Version}', which is no semantic version such as 1.2.3.");
            plugin = plugin with { Parameter = new PackageParameter(parameter.Name, version, parameter.Value) };
        }

        return known.GetOrAdd(plugin.Key, _ => (Guid.NewGuid().ToString(), plugin)).Reference;
    }

    /// <summary>The plugin of a resource.</summary>
    /// <exception cref="FormatException">The version is none, or the reference leads nowhere.</exception>
    public PluginRequest Of(RegisterResourceRequest request) => request.PackageRef.Length > 0
        ? Referenced(request.PackageRef)
        : PluginRequest.Of(PackageOf(request.Type), request.Version, request.PluginDownloadURL, request.PluginChecksums);

    /// <summary>The plugin of a resource that is read.</summary>
    /// <exception cref="FormatException">The version is none, or the reference leads nowhere.</exception>
    public PluginRequest Of(ReadResourceRequest request) => request.PackageRef.Length > 0
        ? Referenced(request.PackageRef)
        : PluginRequest.Of(PackageOf(request.Type), request.Version, request.PluginDownloadURL, request.PluginChecksums);

    /// <summary>The plugin of a function.</summary>
    /// <exception cref="FormatException">The version is none, or the reference leads nowhere.</exception>
    public PluginRequest Of(ResourceInvokeRequest request) => request.PackageRef.Length > 0
        ? Referenced(request.PackageRef)
        : PluginRequest.Of(PackageOf(request.Tok), request.Version, request.PluginDownloadURL, request.PluginChecksums);

    /// <summary>The inputs of a provider that the program made, with the plugin that it means.</summary>
    /// <exception cref="FormatException">The version is none, or the reference leads nowhere.</exception>
    public PropertyMap Completed(RegisterResourceRequest request, PropertyMap inputs)
    {
        var package = request.Type[TypeTokens.ProviderPrefix.Length..];
        var plugin = request.PackageRef.Length > 0
            ? Referenced(request.PackageRef)
            : PluginRequest.Of(package, request.Version, "", []) with { Url = request.PluginDownloadURL };
        return (plugin with { Variables = request.EnvVarMappings.ToImmutableSortedDictionary(StringComparer.Ordinal) }).AddTo(inputs);
    }

    private PluginRequest Referenced(string reference)
    {
        foreach (var entry in known.Values)
        {
            if (entry.Reference == reference) return entry.Plugin;
        }

        throw new FormatException($"The program refers to the package '{reference}', and registered none of that reference.");
    }

    private static string PackageOf(string token) => token[..token.IndexOf(':', StringComparison.Ordinal)];
}
