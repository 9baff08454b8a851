namespace PipAi.Workers.Unstructured.Partitioning;

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

    /// <summary>The longest that partitioning may take: 90 s. 100 dense PDF pages take 2 s of one core (2026-11-23, 2 cores).</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(90);
}
