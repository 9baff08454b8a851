namespace Pulumi;

/// <summary>A collection of files that a resource takes as input.</summary>
public abstract class Archive : AssetOrArchive
{
    private protected Archive()
    {
    }
}
