using System.Globalization;

namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>
/// Log file of a machine, <c>machine.log</c>, one line each with UTC time. Over <see cref="MostBytes"/> it becomes <c>machine.1.log</c> and
/// starts again, so a
/// machine never takes more than twice that.
/// </summary>
internal sealed class MachineLog(string folder, TimeProvider time) : IDisposable
{
    /// <summary>Size at which the file is turned over.</summary>
    public const long MostBytes = 1 << 20;

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly string file = Path.Combine(Directory.CreateDirectory(folder).FullName, "machine.log");

    /// <summary>Writes every line of a stream until it ends.</summary>
    public async Task CopyAsync(StreamReader lines)
    {
        try
        {
            while (await lines.ReadLineAsync() is { } line) await WriteAsync(line);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The log folder was removed with its app, or the pipe broke with its process: there is nothing left to write.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    /// <summary>Writes one line.</summary>
    public async Task WriteAsync(string line)
    {
        await turn.WaitAsync();
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > MostBytes })
                File.Move(file, Path.ChangeExtension(file, ".1.log"), overwrite: true);
            var now = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            await File.AppendAllTextAsync(file, $"{now} {line}\n");
        }
        finally
        {
            turn.Release();
        }
    }
}
