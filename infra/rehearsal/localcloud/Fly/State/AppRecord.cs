using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PipAi.LocalCloud.Fly.State;

/// <summary>A Fly app and what hangs on it besides machines.</summary>
internal sealed record AppRecord
{
    /// <summary>Name, unique in the local cloud as it is at Fly.</summary>
    public required string Name { get; init; }

    /// <summary>Internal id.</summary>
    public required string Id { get; init; }

    /// <summary>Slug of the organisation.</summary>
    public required string Organization { get; init; }

    /// <summary>Private network's name.</summary>
    public string Network { get; init; } = "default";

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Current secrets by name.</summary>
    public ImmutableSortedDictionary<string, AppSecret> Secrets { get; init; } = ImmutableSortedDictionary<string, AppSecret>.Empty;

    /// <summary>Counts every change of the secrets.</summary>
    public int SecretsVersion { get; init; }

    /// <summary>Values of all secrets per version, for machines that still run with older ones.</summary>
    public ImmutableSortedDictionary<int, ImmutableSortedDictionary<string, string>> SecretValues { get; init; } =
        ImmutableSortedDictionary<int, ImmutableSortedDictionary<string, string>>.Empty;

    /// <summary>IP assignments as the API shows them, by address.</summary>
    public ImmutableSortedDictionary<string, IpAssignment> Ips { get; init; } = ImmutableSortedDictionary<string, IpAssignment>.Empty;

    /// <summary>Volumes as the API shows them, by id.</summary>
    public ImmutableSortedDictionary<string, JsonObject> Volumes { get; init; } = ImmutableSortedDictionary<string, JsonObject>.Empty;

    /// <summary>Certificates as the API shows them, by host name.</summary>
    public ImmutableSortedDictionary<string, JsonObject> Certificates { get; init; } = ImmutableSortedDictionary<string, JsonObject>.Empty;

    /// <summary>Whether the public proxy may route to it.</summary>
    [JsonIgnore]
    public bool IsPublic => Ips.Values.Any(ip => ip.Type != IpAssignment.Private);

    /// <summary>
    /// Whether all of its public addresses are shared with other apps: Fly then tells apps apart by the name that a request or TLS asks
    /// for.
    /// </summary>
    [JsonIgnore]
    public bool IsShared => Ips.Values.All(ip => ip.Type is IpAssignment.Private or IpAssignment.SharedV4);

    /// <summary>Whether it has a Flycast address.</summary>
    [JsonIgnore]
    public bool IsFlycast => Ips.Values.Any(ip => ip.Type == IpAssignment.Private);
}
