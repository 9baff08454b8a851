using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Channels;
using PipAi.Workers.Unstructured.Partitioning;
using PipAi.Workers.Unstructured.Refusals;

namespace PipAi.Workers.Unstructured.Processes;

/// <summary>
/// The child process that partitions documents, one after the other, until its standard input ends. Whatever a document does to it,
/// the service kills it and starts another one.
/// </summary>
internal sealed class PartitionWorker(Stream output, ILogger<Partitioner> log)
{
    /// <summary>The argument that makes this executable such a process.</summary>
    public const string Argument = "partition-documents";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Runs until the service closes the pipe or dies.</summary>
    public static async Task<int> RunAsync(Stream input, Stream output, ILogger<Partitioner> log)
    {
        // A signal to the whole process group is for the service, which first finishes its requests.
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        var jobs = Channel.CreateUnbounded<(PartitionJob Job, byte[] Document)>();
        // The pipe is read all the time: when the service dies, the work ends in the middle of a document.
        _ = Task.Run(() => ReadAsync(input, jobs.Writer));
        var worker = new PartitionWorker(output, log);
        await worker.AnswerAsync(AnswerKind.Ready, []);
        await foreach (var (job, document) in jobs.Reader.ReadAllAsync())
        {
            if (!await worker.WorkAsync(job, document)) return 1;
        }

        return 0;
    }

    private static async Task ReadAsync(Stream input, ChannelWriter<(PartitionJob Job, byte[] Document)> jobs)
    {
        try
        {
            while (await Pipe.ReadAsync(input, int.MaxValue, CancellationToken.None) is { } header
                && await Pipe.ReadAsync(input, int.MaxValue, CancellationToken.None) is { } document)
            {
                await jobs.WriteAsync((JsonSerializer.Deserialize<PartitionJob>(header)!, document));
            }
        }
        finally
        {
            Environment.Exit(0);
        }
    }

    private async Task<bool> WorkAsync(PartitionJob job, byte[] document)
    {
        try
        {
            var partitioner = new Partitioner(job.Limits, log);
            var elements = partitioner.Partition(document, job.FileName, job.Declared, job.Parameters, CancellationToken.None);
            var json = JsonSerializer.SerializeToUtf8Bytes(elements, Json);
            if (json.Length > job.Limits.OutputBytes) throw RequestRejectedException.TooMuchOutput(job.Limits.OutputBytes);
            await AnswerAsync(AnswerKind.Elements, json);
        }
        catch (RequestRejectedException refused)
        {
            byte[] status = [(byte)(refused.Status >> 8), (byte)refused.Status];
            await AnswerAsync(AnswerKind.Refusal, [.. status, .. Encoding.UTF8.GetBytes(refused.Message)]);
        }
        catch (Exception failure) when (failure is OutOfMemoryException or InsufficientMemoryException)
        {
            await AnswerAsync(AnswerKind.OutOfMemory, []);
            return false;
        }
        catch (Exception failure)
        {
            await AnswerAsync(AnswerKind.Failure, Encoding.UTF8.GetBytes(failure.ToString()));
        }

        return true;
    }

    private async Task AnswerAsync(AnswerKind kind, byte[] content)
    {
        await Pipe.WriteAsync(output, new[] { (byte)kind }, CancellationToken.None);
        await Pipe.WriteAsync(output, content, CancellationToken.None);
        await output.FlushAsync();
    }
}
