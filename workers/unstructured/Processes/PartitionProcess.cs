using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PipAi.Workers.Unstructured.Settings;

namespace PipAi.Workers.Unstructured.Processes;

/// <summary>One child process that partitions documents, as the service sees it.</summary>
internal sealed class PartitionProcess : IDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private readonly Lock guard = new();
    private readonly Process process;
    private readonly Stream input;
    private readonly Stream output;
    private bool isDisposed;

    private PartitionProcess(Process process)
    {
        this.process = process;
        Id = process.Id;
        (input, output) = (process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
    }

    /// <summary>Its process id.</summary>
    public int Id { get; }

    /// <summary>Whether it lives.</summary>
    public bool IsAlive
    {
        get
        {
            lock (guard) return !isDisposed && !process.HasExited;
        }
    }

    /// <summary>The processor time it has used; what it was when it died, if it has.</summary>
    public TimeSpan ProcessorTime { get; private set; }

    /// <summary>The memory it holds now.</summary>
    public long MemoryBytes { get; private set; }

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <exception cref="IOException">It cannot be started, or ends at once.</exception>
    public static async Task<PartitionProcess> StartAsync(string command, PartitionLimits limits, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command, [PartitionWorker.Argument])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // Managed memory ends before the limit on the process does, so that the process can still say what happened.
        start.Environment["DOTNET_GCHeapHardLimit"] = (limits.MemoryBytes / 4 * 3).ToString("X", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        foreach (var key in ServiceOptions.KeyVariables) start.Environment.Remove(key);
        PartitionProcess? child = null;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(LongestStart);
        try
        {
            child = new PartitionProcess(Process.Start(start) ?? throw new IOException($"'{command}' did not start."));
            if ((await child.ReadAsync(0, timeout.Token)).Kind == AnswerKind.Ready)
            {
                child.Measure();
                return child;
            }

            throw new InvalidDataException("It does not speak as it should.");
        }
        catch (Exception failure) when (failure is Win32Exception or InvalidOperationException or InvalidDataException or IOException)
        {
            child?.Dispose();
            throw new IOException($"'{command}' cannot be started: {failure.Message}", failure);
        }
        catch
        {
            child?.Dispose();
            throw;
        }
    }

    /// <summary>Hands a document over.</summary>
    public async Task SendAsync(PartitionJob job, ReadOnlyMemory<byte> document, CancellationToken cancellation)
    {
        await Pipe.WriteAsync(input, JsonSerializer.SerializeToUtf8Bytes(job), cancellation);
        await Pipe.WriteAsync(input, document, cancellation);
        await input.FlushAsync(cancellation);
    }

    /// <summary>Reads an answer.</summary>
    /// <exception cref="InvalidDataException">It is longer than <paramref name="limit"/>.</exception>
    /// <exception cref="IOException">The process has ended without one.</exception>
    public async Task<(AnswerKind Kind, byte[] Content)> ReadAsync(long limit, CancellationToken cancellation)
    {
        if (await Pipe.ReadAsync(output, 1, cancellation) is [var kind] && await Pipe.ReadAsync(output, limit, cancellation) is { } content)
            return ((AnswerKind)kind, content);
        throw new EndOfStreamException("The process has ended.");
    }

    /// <summary>Refreshes its figures; they stay what they were when it has ended.</summary>
    public void Measure()
    {
        lock (guard)
        {
            try
            {
                (ProcessorTime, MemoryBytes) = ProcessFigures.Of(process);
            }
            catch (Exception gone) when (gone is InvalidOperationException or Win32Exception or IOException)
            {
                MemoryBytes = 0;
            }
        }
    }

    /// <summary>Kills it.</summary>
    public void Dispose()
    {
        Measure();
        lock (guard)
        {
            if (isDisposed) return;
            isDisposed = true;
            MemoryBytes = 0;
            try
            {
                process.Kill();
                input.Dispose();
                output.Dispose();
            }
            catch (Exception gone) when (gone is InvalidOperationException or IOException)
            {
                // It has ended already, and its pipes with it.
            }

            process.Dispose();
        }
    }
}
