using Wire = EmbeddedPulumi.Protocol.PropertyValue;

namespace Pulumi;

/// <summary>A folder or an archive file, by its path relative to the program's folder.</summary>
public sealed class FileArchive(string path) : Archive
{
    internal override Wire ToWire() => new Wire.Archive(null, path, null);
}
