using Amazon.S3;
using Amazon.S3.Model;

namespace PipAi.LocalCloud.Tests.S3.Versioning;

/// <summary>A key, and what must be found of it: its versions, the oldest first.</summary>
internal sealed class VersionedKey(AmazonS3Client client, string bucket, string key)
{
    private readonly List<(string Id, string Content)> versions = [];

    /// <summary>The ids, the oldest first.</summary>
    public IReadOnlyList<string> Ids => [.. versions.Select(version => version.Id)];

    /// <summary>The contents, the oldest first.</summary>
    public IReadOnlyList<string> Contents => [.. versions.Select(version => version.Content)];

    /// <summary>Writes that many versions.</summary>
    public async Task WriteAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var content = $"content-{versions.Count}-{i}";
            versions.Add(((await LocalS3.PutAsync(client, bucket, key, content)).VersionId, content));
        }
    }

    /// <summary>Writes while versioning is suspended: there is one null version at most.</summary>
    public async Task OverwriteAsync(string content)
    {
        Assert.Null((await LocalS3.PutAsync(client, bucket, key, content)).VersionId);
        versions.RemoveAll(version => version.Id == "null");
        versions.Add(("null", content));
    }

    /// <summary>Deletes while versioning is suspended: a marker takes the place of the null version.</summary>
    public async Task HideAsync()
    {
        var deleted = await client.DeleteObjectAsync(bucket, key);
        Assert.Equal(("true", "null"), (deleted.DeleteMarker, deleted.VersionId));
        versions.RemoveAll(version => version.Id == "null");
    }

    /// <summary>Adds what was written otherwise.</summary>
    public void Add(string id, string content) => versions.Add((id, content));

    /// <summary>Deletes the version at an index, which wraps around, and looks at what is left.</summary>
    public async Task RemoveAsync(int index)
    {
        var at = ((index % versions.Count) + versions.Count) % versions.Count;
        Assert.Equal(versions[at].Content, await LocalS3.ReadAsync(client, bucket, key, versions[at].Id));
        await client.DeleteObjectAsync(bucket, key, versions[at].Id);
        versions.RemoveAt(at);
        await VerifyAsync();
    }

    /// <summary>The listing has these versions, the newest first, and each has its content.</summary>
    public async Task VerifyAsync()
    {
        var listed = (await client.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket, Prefix = key })).Versions ?? [];
        Assert.Equal(
            Enumerable.Reverse(Ids),
            listed.Where(version => version.Key == key && version.IsDeleteMarker != true).Select(version => version.VersionId));
        foreach (var (id, content) in versions) Assert.Equal(content, await LocalS3.ReadAsync(client, bucket, key, id));
    }
}
