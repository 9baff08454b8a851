using System.Collections.Immutable;

namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>A process in a machine, as <c>ps</c> tells of it.</summary>
internal sealed record RunningProcess
{
    /// <summary>Its id.</summary>
    public required int Id { get; init; }

    /// <summary>When it began, in milliseconds since 1970.</summary>
    public required long StartedMs { get; init; }

    /// <summary>How long it has run.</summary>
    public required long RanMs { get; init; }

    /// <summary>Its command line.</summary>
    public required string Command { get; init; }

    /// <summary>Its working directory.</summary>
    public required string Directory { get; init; }

    /// <summary>Processor time it has used.</summary>
    public required long CpuMs { get; init; }

    /// <summary>Its memory in bytes.</summary>
    public required long Memory { get; init; }

    /// <summary>Where it listens, <c>[::]:8080</c>.</summary>
    public required ImmutableArray<string> Listens { get; init; }
}
