namespace PipAi.Workers.Unstructured.Settings;

/// <summary>How much one document may cost.</summary>
internal sealed record PartitionLimits
{
    /// <summary>The largest file, in bytes; 50 MiB.</summary>
    public long FileBytes { get; init; } = 50L * 1024 * 1024;

    /// <summary>The most pages of a PDF.</summary>
    public int Pages { get; init; } = 2000;

    /// <summary>The most that a file may unpack to, in bytes; 512 MiB for all its parts together.</summary>
    public long UnpackedBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>The most parts of a docx.</summary>
    public int Parts { get; init; } = 10_000;

    /// <summary>The most memory that the process which reads a document may hold, in bytes; 1 GiB.</summary>
    public long MemoryBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>The most bytes of elements, as JSON; 256 MiB.</summary>
    public long OutputBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>The processor time that any document may take: 10 s. The first one in a new process spends up to 3 s compiling.</summary>
    public TimeSpan LeastProcessorTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The processor time that each MiB adds: 30 s; a MiB of dense PDF pages takes 7 s (2026-11-23).</summary>
    public TimeSpan ProcessorTimePerMebibyte { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The processor time that a document of this size may take.</summary>
    public TimeSpan ProcessorTime(long bytes) => LeastProcessorTime + (ProcessorTimePerMebibyte * (bytes / (1024.0 * 1024)));

    /// <summary>The longest that partitioning may take: 90 s. 100 dense PDF pages take 2 s of one core (2026-11-23, 2 cores).</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(90);
}
