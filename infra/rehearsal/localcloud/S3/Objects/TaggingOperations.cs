using System.Collections.Immutable;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.S3.Rules;
using PipAi.LocalCloud.S3.Storage;

namespace PipAi.LocalCloud.S3.Objects;

/// <summary>Object tags. A change goes where the object went, from a replica only where the rules say so.</summary>
internal sealed class TaggingOperations(TimeProvider time)
{
    public IEnumerable<KeyValuePair<string, S3Handler>> Handlers =>
    [
        new("GetObjectTagging", GetAsync),
        new("PutObjectTagging", PutAsync),
        new("DeleteObjectTagging", DeleteAsync),
    ];

    private static Task GetAsync(S3Request request, CancellationToken cancellation)
    {
        var version = VersionLookup.Require(request.Bucket, request.Key, request.VersionId);
        ObjectHeaders.WriteVersion(request, version);
        var tags = version.Tags.Select(tag => S3Xml.Element("Tag", S3Xml.Element("Key", tag.Key), S3Xml.Element("Value", tag.Value)));
        return request.AnswerAsync(S3Xml.Element("Tagging", S3Xml.Element("TagSet", tags)), cancellation);
    }

    private async Task PutAsync(S3Request request, CancellationToken cancellation)
    {
        var tagging = await request.ReadXmlAsync(cancellation);
        Change(request, ConfigurationRules.Tags(tagging, most: 10).ToImmutableSortedDictionary());
    }

    private Task DeleteAsync(S3Request request, CancellationToken cancellation)
    {
        Change(request, ImmutableSortedDictionary<string, string>.Empty);
        request.Status = 204;
        return Task.CompletedTask;
    }

    private void Change(S3Request request, ImmutableSortedDictionary<string, string> tags)
    {
        var version = VersionLookup.Require(request.Bucket, request.Key, request.VersionId);
        var rules = request.Bucket.Settings.Replication;
        request.Bucket.Update(request.Key, version.Id, current =>
        {
            var changed = current with { Tags = tags, TagsChanged = time.GetUtcNow() };
            var destinations = current.IsReplica
                ? rules.ModificationDestinations(request.Key, tags)
                : rules.Destinations(request.Key, tags, changed.IsDeleteMarker).Where(current.Replication.ContainsKey);
            var pending = destinations.Select(name => KeyValuePair.Create(name, ReplicationState.Pending));
            return changed with { Replication = current.Replication.SetItems(pending) };
        });
        ObjectHeaders.WriteVersion(request, version);
    }
}
