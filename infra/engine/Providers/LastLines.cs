namespace EmbeddedPulumi.Engine.Providers;

/// <summary>The last few lines that a plugin printed, for the error that says why it ended.</summary>
internal sealed class LastLines
{
    private const int Most = 10;
    private readonly Queue<string> lines = new();

    public void Add(string line)
    {
        lock (lines)
        {
            lines.Enqueue(line);
            if (lines.Count > Most) lines.Dequeue();
        }
    }

    public override string ToString()
    {
        lock (lines) return lines.Count == 0 ? "" : " It said:\n" + string.Join('\n', lines.Select(line => "    " + line));
    }
}
