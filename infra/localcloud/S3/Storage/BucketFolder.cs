using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PipAi.LocalCloud.S3.Storage;

/// <summary>
/// A bucket on disk: <c>bucket.json</c>, one file per key in <c>objects/</c> and one per content in <c>blobs/</c>. Content is
/// written first, so a metadata file never names a blob that is not whole.
/// </summary>
internal sealed class BucketFolder(string path)
{
    /// <summary>Enums are written by name, so that the files read well.</summary>
    public static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

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
        DurableFile.Write(SettingsPath, JsonSerializer.SerializeToUtf8Bytes(settings, Json));

    /// <summary>Reads every object, and clears away content that no version names.</summary>
    public IReadOnlyList<StoredObject> LoadObjects()
    {
        DurableFile.RemoveUnfinished(path);
        DurableFile.RemoveUnfinished(Objects);
        var objects = Directory.EnumerateFiles(Objects)
            .Select(file => JsonSerializer.Deserialize<StoredObject>(File.ReadAllBytes(file), Json)!)
            .ToList();
        var named = objects.SelectMany(stored => stored.Versions).Select(version => version.Blob).ToHashSet();
        foreach (var blob in Directory.EnumerateFiles(Blobs))
            if (!named.Contains(Path.GetFileName(blob))) File.Delete(blob);
        return objects;
    }

    /// <summary>Writes a key's versions; a key without versions loses its file.</summary>
    public void SaveObject(StoredObject stored)
    {
        var file = Path.Combine(Objects, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stored.Key))) + ".json");
        if (stored.Versions.IsEmpty) File.Delete(file);
        else DurableFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(stored, Json));
    }

    /// <summary>A file for new content.</summary>
    public FileStream CreateBlob(out string name)
    {
        name = Guid.NewGuid().ToString("N");
        return new FileStream(Path.Combine(Blobs, name), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
    }

    /// <summary>Opens content for reading; it stays readable when the version is deleted meanwhile.</summary>
    public FileStream OpenBlob(string name) =>
        new(Path.Combine(Blobs, name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, useAsync: true);

    /// <summary>Deletes content.</summary>
    public void DeleteBlob(string? name)
    {
        if (name is not null) File.Delete(Path.Combine(Blobs, name));
    }
}
