using System.Collections.Frozen;

namespace EmbeddedPulumi.Protocol;

/// <summary>Texts that stand for a value not known yet.</summary>
public static class Sentinels
{
    /// <summary>An unknown of any type: the only one that we and today's SDKs send.</summary>
    public const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    private static readonly FrozenSet<string> All = new[]
    {
        Unknown,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // a truth value
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // a number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // a list
        "030794c1-ac77-496b-92df-f27374a8bd58", // an asset
        "e48ece36-62e2-4504-bad9-02848725956a", // an archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // an object
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for the sentinel of any type.</summary>
    public static bool IsUnknown(string text) => text.Length == Unknown.Length && All.Contains(text);
}
