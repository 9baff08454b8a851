using Wire = EmbeddedPulumi.Protocol.PropertyValue;

namespace Pulumi;

/// <summary>An archive file behind an http, https or file address.</summary>
public sealed class RemoteArchive(string uri) : Archive
{
    internal override Wire ToWire() => new Wire.Archive(null, null, uri);
}
