using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using PipAi.LocalCloud.Fly.Config;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Fly.State;

/// <summary>All that is known of a machine and survives a restart of the local cloud.</summary>
internal sealed record MachineRecord
{
    private const int MostEvents = 50;
    private const int MostVersions = 20;
    private MachineConfig? settings;

    /// <summary>14 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the app it belongs to.</summary>
    public required string App { get; init; }

    /// <summary>Name, unique in the app.</summary>
    public required string Name { get; init; }

    /// <summary>Region code.</summary>
    public required string Region { get; init; }

    /// <summary>Address in the private network.</summary>
    public required string PrivateIp { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required MachineState State { get; init; }

    /// <summary>Configs, newest first; the first is current.</summary>
    public required ImmutableList<MachineVersion> Versions { get; init; }

    /// <summary>What happened, newest first.</summary>
    public ImmutableList<MachineEvent> Events { get; init; } = [];

    /// <summary>Whether the proxy leaves it out.</summary>
    public bool Cordoned { get; init; }

    /// <summary>Version of the app's secrets that its process sees.</summary>
    public int SecretsVersion { get; init; }

    /// <summary>The last lease; may have expired.</summary>
    public LeaseRecord? Lease { get; init; }

    /// <summary>Loopback port that stands for its internal ports.</summary>
    public int Port { get; init; }

    /// <summary>Its process; null when none was left running.</summary>
    public ProcessIdentity? Process { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its state or config last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The current version's id.</summary>
    [JsonIgnore]
    public string InstanceId => Versions[0].Id;

    /// <summary>The current config as the API shows it.</summary>
    [JsonIgnore]
    public JsonElement Config => Versions[0].Config;

    /// <summary>The current config as the local cloud acts on it.</summary>
    [JsonIgnore]
    public MachineConfig Settings => settings ??= ConfigReader.Read(Config);

    /// <summary>Whether it should have a running process.</summary>
    [JsonIgnore]
    public bool WantsToRun => State is MachineState.Starting or MachineState.Started or MachineState.Restarting or MachineState.Replacing;

    /// <summary>The same machine with a new config as current version.</summary>
    public MachineRecord WithConfig(MachineVersion version) =>
        this with
        {
            settings = null,
            Versions = Versions.Insert(0, version) is var all && all.Count > MostVersions ? all.GetRange(0, MostVersions) : all,
        };

    /// <summary>The same machine with a change of its config that makes no new version: metadata.</summary>
    public MachineRecord WithSameVersion(JsonElement config) =>
        this with { settings = null, Versions = Versions.SetItem(0, Versions[0] with { Config = config }) };

    /// <summary>The same machine with one more event.</summary>
    public MachineRecord WithEvent(MachineEvent happened) =>
        this with { Events = Events.Insert(0, happened) is var all && all.Count > MostEvents ? all.GetRange(0, MostEvents) : all };

    /// <summary>The lease that holds at a time; null when none does.</summary>
    public LeaseRecord? LeaseAt(DateTimeOffset now) => Lease is { } lease && lease.ExpiresAt > now ? lease : null;
}
