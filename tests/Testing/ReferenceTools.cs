namespace PipAi.Testing;

/// <summary>
/// Programs of others that tests compare ours with: the stock Pulumi CLI, official providers. They are found in the folder that
/// PIPAI_TOOLS names, or in a folder of PATH, and are in no repository of ours: a test without its program is skipped.
/// </summary>
public static class ReferenceTools
{
    /// <summary>Absolute path of a program; null when it is not there.</summary>
    /// <param name="program">Its path in the folder: <c>pulumi</c>, <c>vercel/pulumi-resource-vercel</c>.</param>
    public static string? Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PIPAI_TOOLS") is { Length: > 0 } named ? [named] : Array.Empty<string>())
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
        return folders.Select(folder => Path.GetFullPath(Path.Combine(folder, program))).FirstOrDefault(File.Exists);
    }

    /// <summary>What a skipped test says.</summary>
    /// <param name="program">Its path in the folder.</param>
    public static string Missing(string program) => $"'{program}' is neither in the folder that PIPAI_TOOLS names nor in a folder of PATH.";
}
