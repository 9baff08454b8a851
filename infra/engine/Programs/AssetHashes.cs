using System.Security.Cryptography;
using System.Text;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Programs;

/// <summary>Gives assets and archives the hash of their content, so that a changed file is a changed input.</summary>
internal static class AssetHashes
{
    public static PropertyMap Fill(PropertyMap map, string directory) => map.Select((_, value) => Fill(value, directory));

    private static PropertyValue Fill(PropertyValue value, string directory) => value switch
    {
        PropertyValue.Asset { Hash.Length: 0 } asset => asset with { Hash = Hash(asset, directory) },
        PropertyValue.Archive { Hash.Length: 0 } archive => Filled(archive, directory),
        PropertyValue.Secret secret => Fill(secret.Value, directory) is var inner && ReferenceEquals(inner, secret.Value) ? secret : new PropertyValue.Secret(inner),
        PropertyValue.Map map => Holds(map) ? new PropertyValue.Map(Fill(map.Entries, directory)) : map,
        PropertyValue.List list => list.Items.Any(Holds) ? new PropertyValue.List([.. list.Items.Select(item => Fill(item, directory))]) : list,
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

    private static PropertyValue.Archive Filled(PropertyValue.Archive archive, string directory)
    {
        if (archive.Assets is { } assets)
        {
            var filled = Fill(assets, directory);
            return archive with { Assets = filled, Hash = Combined(filled.Select(entry => (entry.Key, HashOf(entry.Value)))) };
        }

        if (archive.Path is not { } path) return archive;
        var full = Path.Combine(directory, path);
        if (!Directory.Exists(full))
        {
            using var file = File.OpenRead(full);
            return archive with { Hash = Hex(SHA256.HashData(file)) };
        }

        var files = Directory.GetFiles(full, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(full, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
        return archive with { Hash = Combined(files.Select(file => (file, Hash(new PropertyValue.Asset(null, file, null), full)))) };
    }

    private static string HashOf(PropertyValue value) => value switch
    {
        PropertyValue.Asset asset => asset.Hash,
        PropertyValue.Archive archive => archive.Hash,
        _ => "",
    };

    private static string Combined(IEnumerable<(string Name, string Hash)> parts) =>
        Hex(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Select(part => $"{part.Name}\0{part.Hash}\n")))));

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
