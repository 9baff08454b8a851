using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.S3.Storage;

/// <summary>
/// A bucket on disk: <c>bucket.json</c>, one file per version in <c>objects/</c> and one per content in <c>blobs/</c>. Content is
/// written first, so a metadata file never names a blob that is not whole.
/// </summary>
internal sealed class BucketFolder(string path)
{
    /// <summary>Enums are written by name, so that the files read well.</summary>
    public static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    private const int NameLength = SHA256.HashSizeInBytes * 2;

    private string SettingsPath => Path.Combine(path, "bucket.json");

    private string Objects => Path.Combine(path, "objects");

    private string Blobs => Path.Combine(path, "blobs");

    /// <summary>Whether a bucket was written there.</summary>
    public bool Exists => File.Exists(SettingsPath);

    /// <summary>Makes the folder, if need be.</summary>
    public void Create()
    {
        Directory.CreateDirectory(Objects);
        Directory.CreateDirectory(Blobs);
    }

    /// <summary>Removes the bucket with all it holds; the settings go first, so that a kill leaves no half bucket.</summary>
    public void Delete()
    {
        File.Delete(SettingsPath);
        Directory.Delete(path, recursive: true);
    }

    /// <summary>Reads the settings.</summary>
    public BucketSettings LoadSettings() => JsonSerializer.Deserialize<BucketSettings>(File.ReadAllBytes(SettingsPath), Json)!;

    /// <summary>Writes the settings.</summary>
    public void SaveSettings(BucketSettings settings) =>
        AtomicFile.Write(SettingsPath, JsonSerializer.SerializeToUtf8Bytes(settings, Json));

    /// <summary>Reads every object, and clears away content that no version names.</summary>
    public IReadOnlyList<StoredObject> LoadObjects()
    {
        AtomicFile.RemoveUnfinished(path);
        AtomicFile.RemoveUnfinished(Objects);
        foreach (var file in Directory.EnumerateFiles(Objects, new string('?', NameLength) + ".json").ToList()) SplitByVersion(file);
        var versions = Directory.EnumerateFiles(Objects, "*.json")
            .Select(file => JsonSerializer.Deserialize<StoredVersion>(File.ReadAllBytes(file), Json)!)
            .ToList();
        var named = versions.Select(stored => stored.Version.Blob).ToHashSet();
        foreach (var blob in Directory.EnumerateFiles(Blobs))
            if (!named.Contains(Path.GetFileName(blob))) File.Delete(blob);
        return [.. versions.GroupBy(stored => stored.Key, stored => stored.Version)
            .Select(key => key.Aggregate(StoredObject.Of(key.Key), (stored, version) => stored.With(version)))];
    }

    /// <summary>Writes a version.</summary>
    public void SaveVersion(StoredVersion stored) =>
        AtomicFile.Write(FileOf(stored.Key, stored.Version.Id), JsonSerializer.SerializeToUtf8Bytes(stored, Json));

    /// <summary>Forgets a version.</summary>
    public void DeleteVersion(string key, string id) => File.Delete(FileOf(key, id));

    /// <summary>A file for new content.</summary>
    public FileStream CreateBlob(out string name)
    {
        name = Guid.NewGuid().ToString("N");
        return new FileStream(
            Path.Combine(Blobs, name), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
    }

    /// <summary>Copies another bucket's content here.</summary>
    /// <returns>Its name here.</returns>
    public string CopyBlob(BucketFolder from, string blob)
    {
        var name = Guid.NewGuid().ToString("N");
        File.Copy(Path.Combine(from.Blobs, blob), Path.Combine(Blobs, name));
        return name;
    }

    /// <summary>Opens content for reading; it stays readable when the version is deleted meanwhile.</summary>
    public FileStream OpenBlob(string name) =>
        new(Path.Combine(Blobs, name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);

    /// <summary>Opens content for reading; null when it was deleted.</summary>
    public FileStream? TryOpenBlob(string name)
    {
        try
        {
            return OpenBlob(name);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Deletes content.</summary>
    public void DeleteBlob(string? name)
    {
        if (name is not null) File.Delete(Path.Combine(Blobs, name));
    }

    /// <summary>Earlier releases kept all versions of a key in one file.</summary>
    private void SplitByVersion(string file)
    {
        var stored = JsonSerializer.Deserialize<StoredKey>(File.ReadAllBytes(file), Json)!;
        foreach (var version in stored.Versions) SaveVersion(new StoredVersion(stored.Key, version));
        File.Delete(file);
    }

    private sealed record StoredKey(string Key, ImmutableArray<ObjectVersion> Versions);

    private string FileOf(string key, string id) =>
        Path.Combine(Objects, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}.{id}.json");
}
