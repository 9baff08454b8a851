using System.Security;
using System.Text;
using EmbeddedPulumi.Engine.Files;
using PipAi.Cli.Errors;

namespace PipAi.Cli.Files;

/// <summary>The boundary to the files that a user names: whatever the file system says becomes an error with that name.</summary>
internal static class UserFile
{
    /// <summary>Reads a text.</summary>
    /// <exception cref="CliException">It cannot be read.</exception>
    public static Task<string> ReadAsync(FileInfo file, CancellationToken cancellation) =>
        GuardedAsync(file, "read", () => File.ReadAllTextAsync(file.FullName, cancellation));

    /// <summary>Reads all of it.</summary>
    /// <exception cref="CliException">It cannot be read.</exception>
    public static Task<byte[]> ReadBytesAsync(FileInfo file, CancellationToken cancellation) =>
        GuardedAsync(file, "read", () => File.ReadAllBytesAsync(file.FullName, cancellation));

    /// <summary>Writes a text.</summary>
    /// <exception cref="CliException">It cannot be written.</exception>
    public static Task WriteAsync(FileInfo file, string text, CancellationToken cancellation) => GuardedAsync(file, "written", async () =>
    {
        await File.WriteAllTextAsync(file.FullName, text, cancellation);
        return true;
    });

    /// <summary>Puts another text in the place of a file: a reader finds the old one or the new one, never half of one.</summary>
    /// <exception cref="CliException">It cannot be written; the file is as it was.</exception>
    public static Task ReplaceAsync(FileInfo file, string text, CancellationToken cancellation) => GuardedAsync(file, "written", () =>
    {
        cancellation.ThrowIfCancellationRequested();
        var target = file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName;
        UnixFileMode? mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(target);
        DurableFile.Write(target, Encoding.UTF8.GetBytes(text));
        if (mode is { } kept && !OperatingSystem.IsWindows()) File.SetUnixFileMode(target, kept);
        return Task.FromResult(true);
    });

    private static async Task<T> GuardedAsync<T>(FileInfo file, string what, Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SecurityException
            or NotSupportedException or ArgumentException)
        {
            throw new CliException(ExitCode.Configuration, $"'{file}' cannot be {what}: {exception.Message}", $"ls -l '{file}'", exception);
        }
    }
}
