using System.Text;

namespace PipAi.Providers.Host;

/// <summary>Standard output that tells when a line was printed.</summary>
internal sealed class PrintedLines(TextWriter output) : TextWriter
{
    private TaskCompletionSource next = new();

    public override Encoding Encoding => output.Encoding;

    /// <summary>Completes with the next end of a line.</summary>
    public Task NextAsync() => (next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public override void Write(char value)
    {
        output.Write(value);
        if (value == '\n') next.TrySetResult();
    }

    public override void Flush() => output.Flush();
}
