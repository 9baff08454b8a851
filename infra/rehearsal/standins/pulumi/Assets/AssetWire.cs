using EmbeddedPulumi.Protocol;
using Wire = EmbeddedPulumi.Protocol.PropertyValue;

namespace Pulumi;

/// <summary>Assets and archives as they arrive.</summary>
internal static class AssetWire
{
    // Where only the hash travels (old inputs, diffs), the content is empty: nobody may read it there.
    public static Asset Read(Wire.Asset asset) => asset switch
    {
        { Path: { } path } => new FileAsset(path),
        { Uri: { } uri } => new RemoteAsset(uri),
        _ => new StringAsset(asset.Content ?? ""),
    };

    public static Archive Read(Wire.Archive archive) => archive switch
    {
        { Path: { } path } => new FileArchive(path),
        { Uri: { } uri } => new RemoteArchive(uri),
        _ =>
            new AssetArchive((archive.Assets ?? PropertyMap.Empty).ToDictionary(entry => entry.Key, entry => Part(entry.Key, entry.Value))),
    };

    private static AssetOrArchive Part(string name, Wire value) => value switch
    {
        Wire.Asset asset => Read(asset),
        Wire.Archive archive => Read(archive),
        _ => throw new PropertyFormatException($"'{name}' in an archive is neither an asset nor an archive."),
    };
}
