using System.Text.Json;

namespace PipAi.LocalCloud.Fly.State;

/// <summary>One config a machine has had.</summary>
/// <param name="Id">ULID; the machine's instance_id while it is current.</param>
/// <param name="Config">The config as the API shows it.</param>
internal sealed record MachineVersion(string Id, JsonElement Config);
