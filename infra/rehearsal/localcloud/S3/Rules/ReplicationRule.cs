using System.Collections.Immutable;
using System.Xml.Linq;
using PipAi.LocalCloud.S3.Protocol;

namespace PipAi.LocalCloud.S3.Rules;

/// <summary>One rule of a bucket's replication configuration.</summary>
internal sealed record ReplicationRule
{
    /// <summary>The rule's name; may be empty.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it is in force.</summary>
    public required bool IsEnabled { get; init; }

    /// <summary>Decides between rules to the same destination: the highest wins. Null in the old schema (V1).</summary>
    public required int? Priority { get; init; }

    /// <summary>Whether it has a Filter element, which makes it a rule of schema V2.</summary>
    public required bool HasFilter { get; init; }

    /// <summary>Keys must begin with it.</summary>
    public required string Prefix { get; init; }

    /// <summary>Tags the object must have.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }

    /// <summary>What it says about delete markers; null where it says nothing, which schema V2 forbids.</summary>
    public required bool? DeleteMarkers { get; init; }

    /// <summary>Whether changes to replicas' tags flow to the destination.</summary>
    public required bool ReplicaModifications { get; init; }

    /// <summary>The destination as written, an ARN.</summary>
    public required string DestinationArn { get; init; }

    /// <summary>Whether replication time control is on.</summary>
    public required bool TimeControl { get; init; }

    /// <summary>Whether replication metrics are on.</summary>
    public required bool Metrics { get; init; }

    /// <summary>The destination bucket's name.</summary>
    public string Destination => DestinationArn[(DestinationArn.LastIndexOf(':') + 1)..];

    /// <summary>Whether delete markers follow: always in schema V1, as configured in V2.</summary>
    public bool CopiesDeleteMarkers => Tags.IsEmpty && (HasFilter ? DeleteMarkers == true : DeleteMarkers ?? true);

    /// <summary>Reads a Rule element.</summary>
    public static ReplicationRule Parse(XElement rule)
    {
        var filter = rule.Child("Filter");
        var both = filter?.Child("And");
        var tags = (both ?? filter)?.Elements().Where(element => element.Name.LocalName == "Tag") ?? [];
        var destination = rule.Child("Destination");
        return new ReplicationRule
        {
            Id = rule.Text("ID") ?? "",
            IsEnabled = rule.Text("Status") == "Enabled",
            Priority = int.TryParse(rule.Text("Priority"), out var priority) ? priority : null,
            HasFilter = filter is not null,
            Prefix = both?.Text("Prefix") ?? filter?.Text("Prefix") ?? rule.Text("Prefix") ?? "",
            Tags = tags.ToImmutableSortedDictionary(tag => tag.Text("Key") ?? "", tag => tag.Text("Value") ?? ""),
            DeleteMarkers = rule.Child("DeleteMarkerReplication")?.Text("Status") is { } markers ? markers == "Enabled" : null,
            ReplicaModifications = rule.Child("SourceSelectionCriteria")?.Child("ReplicaModifications")?.Text("Status") == "Enabled",
            DestinationArn = destination?.Text("Bucket") ?? "",
            TimeControl = destination?.Child("ReplicationTime")?.Text("Status") == "Enabled",
            Metrics = destination?.Child("Metrics")?.Text("Status") == "Enabled",
        };
    }

    /// <summary>Whether the rule is about an object.</summary>
    public bool Matches(string key, IReadOnlyDictionary<string, string> tags) =>
        IsEnabled
        && key.StartsWith(Prefix, StringComparison.Ordinal)
        && Tags.All(tag => tags.TryGetValue(tag.Key, out var value) && value == tag.Value);
}
