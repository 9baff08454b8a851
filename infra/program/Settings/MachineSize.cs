using System.Collections.Immutable;

namespace PipAi.Infra.Settings;

/// <summary>The size of a Fly machine.</summary>
/// <param name="CpuKind"><c>shared</c> (a slice of 6.25 % per CPU with bursts) or <c>performance</c>.</param>
/// <param name="Cpus">Number of virtual CPUs.</param>
/// <param name="MemoryMb">Memory in MB.</param>
internal sealed record MachineSize(string CpuKind, int Cpus, int MemoryMb)
{
    private static readonly ImmutableSortedDictionary<string, ImmutableArray<int>> Offered =
        new Dictionary<string, ImmutableArray<int>> { ["performance"] = [1, 2, 4, 8, 16], ["shared"] = [1, 2, 4, 6, 8] }
            .ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Reads <c>PREFIXCpuKind</c>, <c>PREFIXCpus</c> and <c>PREFIXMemoryMb</c>.</summary>
    public static MachineSize Read(SettingReader reader, string prefix, MachineSize defaults)
    {
        var size = new MachineSize(
            reader.OneOf($"{prefix}CpuKind", defaults.CpuKind, [.. Offered.Keys], "kind of CPU"),
            reader.Whole($"{prefix}Cpus", defaults.Cpus, 1, 16),
            reader.Whole($"{prefix}MemoryMb", defaults.MemoryMb, 256, 131072));
        if (!Offered.TryGetValue(size.CpuKind, out var offered)) return size;
        if (!offered.Contains(size.Cpus))
            reader.Wrong(
                $"{prefix}Cpus", $"{size.Cpus}", $"Fly offers {string.Join(", ", offered[..^1])} or {offered[^1]} {size.CpuKind} CPUs.",
                $"set {SettingReader.Namespace}:{prefix}Cpus {defaults.Cpus}");
        else
            CheckMemory(reader, prefix, size);
        return size;
    }

    private static void CheckMemory(SettingReader reader, string prefix, MachineSize size)
    {
        var (least, most, step) = size.CpuKind == "performance" ? (2048, 8192, 2048) : (256, 2048, 256);
        if (size.MemoryMb >= least * size.Cpus && size.MemoryMb <= most * size.Cpus && size.MemoryMb % step == 0) return;

        var fits = Math.Clamp((size.MemoryMb + (step / 2)) / step * step, least * size.Cpus, most * size.Cpus);
        reader.Wrong($"{prefix}MemoryMb", $"{size.MemoryMb}",
            $"{size.Cpus} {size.CpuKind} CPUs take from {least * size.Cpus} to {most * size.Cpus} MB in steps of {step}.",
            $"set {SettingReader.Namespace}:{prefix}MemoryMb {fits}");
    }
}
