using Wire = EmbeddedPulumi.Protocol.PropertyValue;

namespace Pulumi;

/// <summary>Content that the program holds as text.</summary>
public sealed class StringAsset(string text) : Asset
{
    internal override Wire ToWire() => new Wire.Asset(text, null, null);
}
