using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using PipAi.LocalCloud.S3.Protocol;

namespace PipAi.LocalCloud.S3.Rules;

/// <summary>A bucket's replication configuration.</summary>
/// <param name="Role">The role that S3 would assume for copying.</param>
/// <param name="Rules">The rules in the order they were written.</param>
internal sealed record ReplicationRules(string Role, ImmutableArray<ReplicationRule> Rules)
{
    /// <summary>No replication.</summary>
    public static readonly ReplicationRules None = new("", []);

    // Asked for at every write and every copy, while the text of a bucket's configuration stays the same object.
    private static readonly ConditionalWeakTable<string, ReplicationRules> Known = [];

    /// <summary>Reads a ReplicationConfiguration document, each text once.</summary>
    public static ReplicationRules Parse(string text) => Known.GetValue(text, Read);

    private static ReplicationRules Read(string text)
    {
        var root = S3Xml.Parse(text);
        var rules = root.Elements().Where(element => element.Name.LocalName == "Rule").Select(ReplicationRule.Parse);
        return new ReplicationRules(root.Text("Role") ?? "", [.. rules]);
    }

    /// <summary>The buckets that a freshly written version or delete marker is copied to.</summary>
    public IEnumerable<string> Destinations(string key, IReadOnlyDictionary<string, string> tags, bool isDeleteMarker) =>
        Winners(key, tags).Where(rule => !isDeleteMarker || rule.CopiesDeleteMarkers).Select(rule => rule.Destination);

    /// <summary>The buckets that a change to a replica's tags is copied to.</summary>
    public IEnumerable<string> ModificationDestinations(string key, IReadOnlyDictionary<string, string> tags) =>
        Winners(key, tags).Where(rule => rule.ReplicaModifications).Select(rule => rule.Destination);

    private IEnumerable<ReplicationRule> Winners(string key, IReadOnlyDictionary<string, string> tags) =>
        Rules.Where(rule => rule.Matches(key, tags))
            .GroupBy(rule => rule.Destination)
            .Select(rules => rules.MaxBy(rule => rule.Priority ?? 0)!);
}
