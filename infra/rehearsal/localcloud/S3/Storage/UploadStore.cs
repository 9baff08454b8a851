using System.Collections.Concurrent;
using System.Text.Json;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.S3.Storage;

/// <summary>The multipart uploads under way, each in a folder of its own: <c>upload.json</c> and a file per part.</summary>
internal sealed class UploadStore
{
    private readonly ConcurrentDictionary<string, MultipartUpload> uploads = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly string folder;

    /// <summary>Opens it and reads what an earlier process left.</summary>
    public UploadStore(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        foreach (var path in Directory.EnumerateDirectories(folder))
        {
            var file = Path.Combine(path, "upload.json");
            if (!File.Exists(file))
            {
                Directory.Delete(path, recursive: true);
                continue;
            }

            var upload = JsonSerializer.Deserialize<MultipartUpload>(File.ReadAllBytes(file), BucketFolder.Json)!;
            uploads[upload.Id] = upload;
        }
    }

    /// <summary>The uploads into a bucket, by key and start.</summary>
    public IEnumerable<MultipartUpload> Of(string bucket) =>
        uploads.Values.Where(upload => upload.Bucket == bucket)
            .OrderBy(upload => upload.Key, Utf8Order.Instance)
            .ThenBy(upload => upload.Started)
            .ThenBy(upload => upload.Id, StringComparer.Ordinal);

    /// <summary>The upload with that id, or null.</summary>
    public MultipartUpload? Find(string id) => uploads.GetValueOrDefault(id);

    /// <summary>Starts one.</summary>
    public void Add(MultipartUpload upload)
    {
        Directory.CreateDirectory(FolderOf(upload.Id));
        Save(upload);
    }

    /// <summary>A file for a part's content.</summary>
    public FileStream CreatePart(string uploadId, out string file)
    {
        file = Guid.NewGuid().ToString("N");
        return new FileStream(PathOf(uploadId, file), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
    }

    /// <summary>Opens a part's content.</summary>
    public FileStream OpenPart(string uploadId, UploadedPart part) =>
        new(PathOf(uploadId, part.File), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);

    /// <summary>Adds a part, or replaces the one with the same number.</summary>
    /// <returns>False when the upload has ended meanwhile.</returns>
    public bool TryAddPart(string uploadId, int number, UploadedPart part)
    {
        lock (gate)
        {
            if (Find(uploadId) is not { } upload) return false;
            Save(upload with { Parts = upload.Parts.SetItem(number, part) });
            if (upload.Parts.TryGetValue(number, out var replaced)) File.Delete(PathOf(uploadId, replaced.File));
            return true;
        }
    }

    /// <summary>Forgets an upload and its parts.</summary>
    public void Remove(string uploadId)
    {
        lock (gate)
        {
            if (uploads.TryRemove(uploadId, out _)) Directory.Delete(FolderOf(uploadId), recursive: true);
        }
    }

    /// <summary>Forgets every upload into a bucket.</summary>
    public void RemoveAllOf(string bucket)
    {
        foreach (var upload in Of(bucket).ToList()) Remove(upload.Id);
    }

    private void Save(MultipartUpload upload)
    {
        AtomicFile.Write(PathOf(upload.Id, "upload.json"), JsonSerializer.SerializeToUtf8Bytes(upload, BucketFolder.Json));
        uploads[upload.Id] = upload;
    }

    private string FolderOf(string uploadId) => Path.Combine(folder, uploadId);

    private string PathOf(string uploadId, string file) => Path.Combine(FolderOf(uploadId), file);
}
