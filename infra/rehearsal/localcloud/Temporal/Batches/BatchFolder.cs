using System.Buffers.Text;
using System.Text;
using Google.Protobuf;
using PipAi.LocalCloud.Platform;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Batches;

/// <summary>
/// Keeps batch operations, one file each, beside the histories of their namespace. What one has done so far stands in those.
/// </summary>
internal sealed class BatchFolder(string path)
{
    private const string Extension = ".batch";

    /// <summary>Writes one.</summary>
    public void Save(BatchJob job)
    {
        Directory.CreateDirectory(Path.Combine(path, job.Ask.Namespace));
        using var bytes = new MemoryStream();
        job.Ask.WriteDelimitedTo(bytes);
        job.Shown.WriteDelimitedTo(bytes);
        AtomicFile.Write(FileOf(job), bytes.ToArray());
    }

    /// <summary>Deletes one.</summary>
    public void Delete(BatchJob job) => File.Delete(FileOf(job));

    /// <summary>All of them.</summary>
    public IEnumerable<BatchJob> Load() => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*" + Extension, SearchOption.AllDirectories).Select(Read)
        : [];

    private static BatchJob Read(string file)
    {
        using var bytes = new MemoryStream(File.ReadAllBytes(file));
        return new(
            StartBatchOperationRequest.Parser.ParseDelimitedFrom(bytes), DescribeBatchOperationResponse.Parser.ParseDelimitedFrom(bytes));
    }

    private string FileOf(BatchJob job) =>
        Path.Combine(path, job.Ask.Namespace, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(job.Ask.JobId)) + Extension);
}
