namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>The last lines that a process wrote, for the message when it fails.</summary>
internal sealed class LastLines(int most)
{
    private readonly Queue<string> lines = [];

    /// <summary>Adds a line; null is the end of the output.</summary>
    public void Add(string? line)
    {
        if (line is null) return;
        lock (lines)
        {
            if (lines.Count == most) lines.Dequeue();
            lines.Enqueue(line);
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (lines) return string.Join('\n', lines);
    }
}
