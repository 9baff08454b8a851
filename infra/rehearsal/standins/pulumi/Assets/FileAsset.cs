using Wire = EmbeddedPulumi.Protocol.PropertyValue;

namespace Pulumi;

/// <summary>The content of a file, by its path relative to the program's folder.</summary>
public sealed class FileAsset(string path) : Asset
{
    internal override Wire ToWire() => new Wire.Asset(null, path, null);
}
