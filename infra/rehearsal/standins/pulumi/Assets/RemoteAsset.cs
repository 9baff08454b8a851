using Wire = EmbeddedPulumi.Protocol.PropertyValue;

namespace Pulumi;

/// <summary>Content behind an http, https or file address.</summary>
public sealed class RemoteAsset(string uri) : Asset
{
    internal override Wire ToWire() => new Wire.Asset(null, null, uri);
}
