using System.Xml.Linq;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Objects;

/// <summary>Delete one object or version, or up to a thousand at once.</summary>
internal static class DeleteOperations
{
    private const int Most = 1000;

    private sealed record Deletion(string VersionId, bool IsDeleteMarker);

    public static IEnumerable<KeyValuePair<string, S3Handler>> Handlers =>
    [
        new("DeleteObject", DeleteObjectAsync),
        new("DeleteObjects", DeleteManyAsync),
    ];

    private static Task DeleteObjectAsync(S3Request request, CancellationToken cancellation)
    {
        var precondition = Conditions.ForWrite(request);
        if (Delete(request.Bucket, request.Key, request.VersionId, precondition) is { } deletion)
        {
            if (deletion.IsDeleteMarker) request.Answer["x-amz-delete-marker"] = "true";
            if (request.Bucket.Settings.Versioning is not null) request.Answer["x-amz-version-id"] = deletion.VersionId;
        }

        request.Status = 204;
        return Task.CompletedTask;
    }

    /// <summary>Deletes; what does not exist is deleted, too.</summary>
    private static Deletion? Delete(Bucket bucket, string key, string? versionId, Action<ObjectVersion?>? precondition)
    {
        if (versionId is not null)
        {
            var removed = bucket.Remove(key, versionId, precondition);
            return new Deletion(versionId, removed?.IsDeleteMarker == true);
        }

        if (bucket.Settings.Versioning is null)
        {
            bucket.Remove(key, ObjectVersion.NullId, precondition);
            return null;
        }

        var marker = new ObjectVersion { Id = ObjectVersion.NullId, Created = default, IsDeleteMarker = true };
        return new Deletion(bucket.Add(key, marker, precondition).Id, true);
    }

    private static async Task DeleteManyAsync(S3Request request, CancellationToken cancellation)
    {
        var document = await request.ReadXmlAsync(cancellation);
        var objects = document.Children("Object").ToList();
        if (objects.Count is 0 or > Most) throw S3Errors.MalformedXml($"it names {objects.Count} objects, not 1 to {Most}");

        var isQuiet = document.Text("Quiet") == "true";
        var result = S3Xml.Element("DeleteResult");
        foreach (var one in objects)
        {
            var key = one.Text("Key") ?? throw S3Errors.MalformedXml("an Object has no Key");
            var versionId = one.Text("VersionId") is { Length: > 0 } id ? id : null;
            try
            {
                var deletion = Delete(request.Bucket, key, versionId, Conditions.Matching(one.Text("ETag")));
                if (!isQuiet) result.Add(Deleted(key, versionId, deletion));
            }
            catch (AwsException refusal)
            {
                result.Add(S3Xml.Element(
                    "Error",
                    S3Xml.Element("Key", key),
                    S3Xml.Optional("VersionId", versionId),
                    S3Xml.Element("Code", refusal.Code),
                    S3Xml.Element("Message", refusal.Message)));
            }
        }

        await request.AnswerAsync(result, cancellation);
    }

    private static XElement Deleted(string key, string? versionId, Deletion? deletion) => S3Xml.Element(
        "Deleted",
        S3Xml.Element("Key", key),
        S3Xml.Optional("VersionId", versionId),
        deletion is { IsDeleteMarker: true } ? S3Xml.Element("DeleteMarker", true) : null,
        deletion is { IsDeleteMarker: true } ? S3Xml.Element("DeleteMarkerVersionId", deletion.VersionId) : null);
}
