using System.Collections.Immutable;
using EmbeddedPulumi.Protocol;
using Wire = EmbeddedPulumi.Protocol.PropertyValue;

namespace Pulumi;

/// <summary>An archive put together from assets and archives, each under its path in the archive.</summary>
public sealed class AssetArchive(IDictionary<string, AssetOrArchive> assets) : Archive
{
    private readonly ImmutableDictionary<string, AssetOrArchive> assets = assets.ToImmutableDictionary();

    internal override Wire ToWire() => new Wire.Archive(
        PropertyMap.From(assets.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.ToWire()))), null, null);
}
