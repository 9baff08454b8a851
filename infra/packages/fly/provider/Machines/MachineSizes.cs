namespace PipAi.Providers.Fly.Machines;

/// <summary>Sizes that Fly offers.</summary>
internal static class MachineSizes
{
    public static readonly ImmutableArray<int> SharedCpus = [1, 2, 4, 6, 8];
    public static readonly ImmutableArray<int> PerformanceCpus = [1, 2, 4, 8, 16];

    public static int SmallestMemory(string cpuKind, int cpus) => (cpuKind == "performance" ? 2048 : 256) * cpus;

    public static int LargestMemory(string cpuKind, int cpus) => (cpuKind == "performance" ? 8192 : 2048) * cpus;

    public static int MemoryStep(string cpuKind) => cpuKind == "performance" ? 2048 : 256;
}
