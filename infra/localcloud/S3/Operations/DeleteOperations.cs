using PipAi.LocalCloud.S3.Storage;

namespace PipAi.LocalCloud.S3.Operations;

/// <summary>Delete one object or version, or up to a thousand at once.</summary>
internal static class DeleteOperations
{
    private const int Most = 1000;

    private sealed record Deletion(string VersionId, bool IsDeleteMarker);

    public static IEnumerable<S3Route> Routes =>
    [
        new("DeleteObject", "DELETE", S3Level.Object, DeleteObject),
        new("DeleteObjects", "POST", S3Level.Bucket, DeleteManyAsync) { Queries = ["delete"] },
    ];

    private static Task DeleteObject(S3Request request, CancellationToken cancellation)
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
            precondition?.Invoke(bucket.Find(key, versionId));
            var removed = bucket.Remove(key, versionId);
            return new Deletion(versionId, removed?.IsDeleteMarker == true);
        }

        if (bucket.Settings.Versioning is null)
        {
            precondition?.Invoke(bucket.Find(key));
            bucket.Remove(key, ObjectVersion.NullId);
            return null;
        }

        var marker = new ObjectVersion { Id = ObjectVersion.NullId, Created = default, IsDeleteMarker = true };
        return new Deletion(bucket.Add(key, marker, precondition).Id, true);
    }

    private static async Task DeleteManyAsync(S3Request request, CancellationToken cancellation)
    {
        var document = await request.ReadXmlAsync("Delete", cancellation);
        var objects = document.Children("Object").ToList();
        if (objects.Count is 0 or > Most) throw S3Errors.MalformedXml();

        var isQuiet = document.Text("Quiet") == "true";
        var result = S3Xml.Element("DeleteResult");
        foreach (var one in objects)
        {
            var key = one.Text("Key") ?? throw S3Errors.MalformedXml();
            var versionId = one.Text("VersionId") is { Length: > 0 } id ? id : null;
            var deletion = Delete(request.Bucket, key, versionId, precondition: null);
            if (isQuiet) continue;
            result.Add(S3Xml.Element(
                "Deleted",
                S3Xml.Element("Key", key),
                S3Xml.Optional("VersionId", versionId),
                deletion is { IsDeleteMarker: true } ? S3Xml.Element("DeleteMarker", true) : null,
                deletion is { IsDeleteMarker: true } ? S3Xml.Element("DeleteMarkerVersionId", deletion.VersionId) : null));
        }

        await request.AnswerAsync(result, cancellation);
    }
}
