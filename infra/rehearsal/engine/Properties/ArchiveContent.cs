using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Properties;

/// <summary>
/// The hash of an archive as Pulumi computes it: of a file that is one its bytes, of all else those of a tar file with its members,
/// sorted, without times and owners. Where both engines agree, a stack can change hands without a change.
/// </summary>
internal static class ArchiveContent
{
    private const string Bookkeeping = ".pulumi";
    private static readonly string[] Endings = [".tar", ".tgz", ".tar.gz", ".zip", ".jar"];

    /// <exception cref="IOException">It cannot be read, or is neither an archive nor a folder.</exception>
    public static byte[] Hash(PropertyValue.Archive archive, string directory)
    {
        if (archive.Path is { } path && IsArchive(path))
        {
            using var file = File.OpenRead(Path.Combine(directory, path));
            return SHA256.HashData(file);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var tar = new TarDigest(hash);
        // The first of two members of one name counts.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, content) in Members(archive, directory))
        {
            if (seen.Add(name)) tar.Add(name, content());
        }

        return tar.Complete();
    }

    private static bool IsArchive(string path) => Endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal));

    private static IEnumerable<(string Name, Func<byte[]> Content)> Members(PropertyValue.Archive archive, string directory)
    {
        if (archive.Assets is { } assets)
            return assets.OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(
                entry => Member(entry.Key, entry.Value, directory));
        if (archive.Path is not { } path) return [];
        var full = Path.Combine(directory, path);
        if (IsArchive(path))
            return path.EndsWith(".zip", StringComparison.Ordinal) || path.EndsWith(".jar", StringComparison.Ordinal)
                ? OfZip(full) : OfTar(full);
        if (!Directory.Exists(full))
            throw new IOException($"'{path}' is neither an archive (*{string.Join(", *", Endings)}) nor a folder.");
        return OfFolder(full, "");
    }

    private static IEnumerable<(string Name, Func<byte[]> Content)> Member(string name, PropertyValue value, string directory) =>
        value switch
        {
            PropertyValue.Asset { Content: { } text } => [(name, () => Encoding.UTF8.GetBytes(text))],
            PropertyValue.Asset { Path: { } path } => [(name, () => File.ReadAllBytes(Path.Combine(directory, path)))],
            PropertyValue.Archive inner => Members(inner, directory).Select(member => ($"{name}/{member.Name}", member.Content)),
            PropertyValue.Secret secret => Member(name, secret.Value, directory),
            _ => [],
        };

    /// <summary>Folder by folder, each sorted by name; a link to a folder is left out.</summary>
    private static IEnumerable<(string Name, Func<byte[]> Content)> OfFolder(string folder, string prefix)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry.Name == Bookkeeping) continue;
            if (entry is FileInfo)
            {
                yield return (prefix + entry.Name, () => File.ReadAllBytes(entry.FullName));
            }
            else if (entry.LinkTarget is null)
            {
                foreach (var member in OfFolder(entry.FullName, $"{prefix}{entry.Name}/")) yield return member;
            }
        }
    }

    private static List<(string Name, Func<byte[]> Content)> OfZip(string file)
    {
        using var zip = ZipFile.OpenRead(file);
        return [.. zip.Entries.Where(entry => entry.Name.Length > 0).Select(entry => Read(entry.FullName, entry.Open()))];
    }

    private static List<(string Name, Func<byte[]> Content)> OfTar(string file)
    {
        using var stream = File.OpenRead(file);
        using var tar = new TarReader(
            file.EndsWith(".tar", StringComparison.Ordinal) ? stream : new GZipStream(stream, CompressionMode.Decompress));
        var members = new List<(string, Func<byte[]>)>();
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                members.Add(Read(entry.Name, entry.DataStream ?? Stream.Null));
        }

        return members;
    }

    private static (string Name, Func<byte[]> Content) Read(string name, Stream content)
    {
        using var copy = new MemoryStream();
        using (content) content.CopyTo(copy);
        var bytes = copy.ToArray();
        return (name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name, () => bytes);
    }
}
