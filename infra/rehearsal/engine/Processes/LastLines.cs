namespace EmbeddedPulumi.Engine.Processes;

/// <summary>
/// The first and the last few lines that a child printed, for the error that says why it ended: a crash begins with its reason.
/// </summary>
internal sealed class LastLines
{
    private const int MostFirst = 5;
    private const int MostLast = 10;
    private readonly List<string> first = [];
    private readonly Queue<string> last = new();

    public void Add(string line)
    {
        lock (first)
        {
            if (first.Count < MostFirst)
            {
                first.Add(line);
                return;
            }

            last.Enqueue(line);
            if (last.Count > MostLast) last.Dequeue();
        }
    }

    public override string ToString()
    {
        lock (first) return first.Count == 0 ? "" : " It said:\n" + string.Join('\n', first.Concat(last).Select(line => "    " + line));
    }
}
