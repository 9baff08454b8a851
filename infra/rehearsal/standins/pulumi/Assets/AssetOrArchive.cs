namespace Pulumi;

/// <summary>A file, or a collection of files, that a resource takes as input.</summary>
public abstract class AssetOrArchive
{
    private protected AssetOrArchive()
    {
    }

    internal abstract EmbeddedPulumi.Protocol.PropertyValue ToWire();
}
