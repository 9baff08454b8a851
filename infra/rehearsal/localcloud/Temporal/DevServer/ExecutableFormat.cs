using System.Runtime.InteropServices;

namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>
/// For which machine an executable file was built, by its first bytes: a shell that is given another's reads it as a script.
/// </summary>
internal static class ExecutableFormat
{
    private const int ElfMachine = 18;

    private static readonly Dictionary<int, Architecture> ElfMachines = new()
    {
        [3] = Architecture.X86,
        [40] = Architecture.Arm,
        [62] = Architecture.X64,
        [183] = Architecture.Arm64,
        [243] = Architecture.RiscV64,
    };

    /// <summary>What the machine is called for which a file was built; null for this one's, and for scripts.</summary>
    public static string? OfAnother(string file)
    {
        Span<byte> header = stackalloc byte[20];
        using var stream = File.OpenRead(file);
        var read = header[..stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false)];
        var (system, machine) = read switch
        {
            [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] when read.Length > ElfMachine =>
                ("Linux", ElfMachines.TryGetValue(read[ElfMachine], out var known) ? $"{known}" : "an unknown processor"),
            [(byte)'M', (byte)'Z', ..] => ("Windows", null),
            [0xCF, 0xFA, 0xED, 0xFE, ..] or [0xCA, 0xFE, 0xBA, 0xBE, ..] => ("macOS", null),
            _ => (Here, (string?)null),
        };
        var isHere = system == Here && (machine is null || machine == $"{RuntimeInformation.OSArchitecture}");
        return isHere ? null : machine is null ? system : $"{system} on {machine}";
    }

    /// <summary>What this machine is called.</summary>
    public static string This => $"{Here} on {RuntimeInformation.OSArchitecture}";

    private static string Here => OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "macOS" : "Linux";
}
