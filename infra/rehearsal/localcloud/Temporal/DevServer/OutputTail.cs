namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>The last lines that a process wrote, for the message when it fails.</summary>
internal sealed class OutputTail(int most)
{
    private const int Longest = 500;
    private readonly Queue<string> lines = [];

    /// <summary>They, oldest first.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines) return [.. lines];
        }
    }

    /// <summary>Adds a line, cut to what a person reads and without what a terminal would obey; null is the end of the output.</summary>
    public void Add(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        var text = new string([.. line.Take(Longest).Where(character => !char.IsControl(character))]);
        lock (lines)
        {
            if (lines.Count == most) lines.Dequeue();
            lines.Enqueue(text);
        }
    }
}
