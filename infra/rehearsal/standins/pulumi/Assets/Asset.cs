namespace Pulumi;

/// <summary>One file, text or address whose content a resource takes as input.</summary>
public abstract class Asset : AssetOrArchive
{
    private protected Asset()
    {
    }
}
