using System.Security.Cryptography;
using System.Text;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Properties;

/// <summary>Gives assets and archives the hash of their content, so that a changed file is a changed input.</summary>
internal static class AssetHashes
{
    public static PropertyMap Fill(PropertyMap map, string directory) => map.Select((_, value) => Fill(value, directory));

    private static PropertyValue Fill(PropertyValue value, string directory) => value switch
    {
        PropertyValue.Asset { Hash.Length: 0 } asset => asset with { Hash = Hash(asset, directory) },
        PropertyValue.Archive { Hash.Length: 0 } archive => Filled(archive, directory),
        PropertyValue.Secret secret =>
            Fill(secret.Value, directory) is var inner && ReferenceEquals(inner, secret.Value) ? secret : new PropertyValue.Secret(inner),
        PropertyValue.Map map => Holds(map) ? new PropertyValue.Map(Fill(map.Entries, directory)) : map,
        PropertyValue.List list =>
            list.Items.Any(Holds) ? new PropertyValue.List([.. list.Items.Select(item => Fill(item, directory))]) : list,
        _ => value,
    };

    // Most values hold no file, and rebuilding them would cost more than looking.
    private static bool Holds(PropertyValue value) => value switch
    {
        PropertyValue.Asset or PropertyValue.Archive => true,
        PropertyValue.Secret secret => Holds(secret.Value),
        PropertyValue.Map map => map.Entries.Values.Any(Holds),
        PropertyValue.List list => list.Items.Any(Holds),
        _ => false,
    };

    private static string Hash(PropertyValue.Asset asset, string directory)
    {
        if (asset.Content is { } text) return Hex(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        if (asset.Path is not { } path) return "";
        using var file = File.OpenRead(Path.Combine(directory, path));
        return Hex(SHA256.HashData(file));
    }

    /// <summary>The members are known by hashes of their own, too.</summary>
    private static PropertyValue.Archive Filled(PropertyValue.Archive archive, string directory)
    {
        if (archive.Assets is { } assets) archive = archive with { Assets = Fill(assets, directory) };
        return archive is { Assets: null, Path: null } ? archive : archive with { Hash = Hex(ArchiveContent.Hash(archive, directory)) };
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
