using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using PipAi.Operations.Documents;

namespace PipAi.Operations.Load;

/// <summary>
/// A steady stream of small documents, each followed to its end, as clients of the platform do it: one that is not taken is sent again,
/// under the same id, and one that is taken is asked for until it is answered or has failed for good.
/// </summary>
/// <param name="send">Sends a document: its id and its content.</param>
/// <param name="name">What the ids begin with.</param>
/// <param name="time">The clock.</param>
/// <param name="abandon">Ends the waiting: what has no answer by then has none.</param>
internal sealed class DocumentLoad(
    Func<string, byte[], CancellationToken, Task<TakenDocument>> send, string name, TimeProvider time, CancellationToken abandon)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly ConcurrentQueue<LoadDocument> documents = new();
    private readonly ConcurrentQueue<Task> followed = new();

    /// <summary>Every document so far, in order of submission.</summary>
    public ImmutableArray<LoadDocument> Documents => [.. documents];

    /// <summary>Submits one document per interval until <paramref name="stop"/>; then waits for all that were submitted.</summary>
    public async Task RunAsync(TimeSpan interval, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                Send();
                await Task.Delay(interval, time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // No more documents; those that were sent are followed to their end.
        }

        await Task.WhenAll(followed);
    }

    /// <summary>Submits several at once, so that the platform has work in its hands.</summary>
    public void Surge(int count)
    {
        for (var sent = 0; sent < count; sent++) Send();
    }

    private void Send()
    {
        var number = documents.Count + 1;
        var document = new LoadDocument(number, $"{name}-{number}", time.GetTimestamp());
        documents.Enqueue(document);
        followed.Enqueue(FollowAsync(document));
    }

    private async Task FollowAsync(LoadDocument document)
    {
        try
        {
            var taken = await UntilAsync(
                reason => document.Refuse(time.GetTimestamp(), reason),
                () => send(document.Id, Content(document.Number), abandon),
                _ => true);
            document.Take(time.GetTimestamp(), taken);
            // A line that is cut says nothing about the document, which the platform has.
            var result = await UntilAsync(
                document.Fail, () => taken.ResultAsync(abandon), exception => exception is not DocumentFailedException);
            document.Complete(time.GetTimestamp(), result);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            // What is known of it is noted.
        }
        catch (Exception exception)
        {
            // Whatever went wrong, the document was taken and is not answered: that is what a drill must report.
            document.Fail(exception.Message);
        }
    }

    private async Task<T> UntilAsync<T>(Action<string> note, Func<Task<T>> act, Func<Exception, bool> isPassing)
    {
        while (true)
        {
            try
            {
                return await act();
            }
            catch (Exception exception) when (!abandon.IsCancellationRequested && isPassing(exception))
            {
                note(exception.Message);
            }

            await Task.Delay(Pause, time, abandon);
        }
    }

    private static byte[] Content(int number) =>
        Encoding.UTF8.GetBytes($"# Drill document {number}\n\nIt must come back, whatever breaks meanwhile.\n");
}
