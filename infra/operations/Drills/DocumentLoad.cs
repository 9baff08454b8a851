using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;

namespace PipAi.Operations.Drills;

/// <summary>
/// A steady stream of small documents, each followed to its end. It is what a drill measures with: recovery is when documents
/// complete again, and lost is a document that was taken and never answered.
/// </summary>
internal sealed class DocumentLoad(Func<string, byte[], CancellationToken, Task> process, TimeProvider time, TimeSpan interval)
{
    private readonly ConcurrentQueue<LoadDocument> documents = new();

    /// <summary>Every document so far, in order of submission.</summary>
    public ImmutableArray<LoadDocument> Documents => [.. documents];

    /// <summary>Submits one document per interval until <paramref name="stop"/>; then waits for all that were submitted.</summary>
    /// <param name="stop">Ends the submissions.</param>
    /// <param name="abandon">Ends the waiting, too: what has no answer by then counts as lost.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken abandon)
    {
        var running = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            var document = new LoadDocument(documents.Count + 1, time.GetTimestamp());
            documents.Enqueue(document);
            running.Add(FollowAsync(document, abandon));
            try
            {
                await Task.Delay(interval, time, stop);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await Task.WhenAll(running);
    }

    private async Task FollowAsync(LoadDocument document, CancellationToken abandon)
    {
        var text = $"# Drill document {document.Number}\n\nIt must come back, whatever breaks meanwhile.\n";
        try
        {
            await process($"drill-{document.Number}.md", Encoding.UTF8.GetBytes(text), abandon);
            document.Complete(time.GetTimestamp());
        }
        catch (Exception exception)
        {
            // Whatever went wrong, the document was taken and is not answered: that is what a drill must report.
            document.Fail(exception.Message);
        }
    }
}
