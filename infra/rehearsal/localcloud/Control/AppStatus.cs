using System.Collections.Immutable;

namespace PipAi.LocalCloud.Control;

/// <summary>A Fly app of a local cloud.</summary>
/// <param name="Name">Name of the app.</param>
/// <param name="Organization">Slug of its organisation.</param>
/// <param name="Machines">Its live machines, oldest first.</param>
public sealed record AppStatus(string Name, string Organization, ImmutableList<MachineStatus> Machines);
