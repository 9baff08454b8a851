namespace PipAi.Architecture.Tests.Layers;

/// <summary>Which folder of a project needs which.</summary>
internal sealed class FolderGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, List<string>>> edges = new(StringComparer.Ordinal);

    public FolderGraph(IEnumerable<FolderReference> references)
    {
        foreach (var (from, to, place) in references)
        {
            edges.TryAdd(to, new(StringComparer.Ordinal));
            if (!edges.TryGetValue(from, out var needed)) edges[from] = needed = new(StringComparer.Ordinal);
            if (!needed.TryGetValue(to, out var places)) needed[to] = places = [];
            places.Add(place);
        }
    }

    /// <summary>A line per folder, what it needs behind it.</summary>
    public string Text =>
        string.Join('\n', edges.Select(edge => edge.Value.Count == 0 ? edge.Key : $"{edge.Key} -> {string.Join(", ", edge.Value.Keys)}"));

    /// <summary>
    /// Where a folder needs one that needs it, be it by others: each such need with the number of its references and the first three.
    /// </summary>
    public IReadOnlyList<string> Circles() =>
    [
        .. from edge in edges
           from needed in edge.Value
           where Reaches(needed.Key, edge.Key)
           orderby needed.Value.Count
           select $"{edge.Key} -> {needed.Key}, {needed.Value.Count}: {string.Join("; ", needed.Value.Take(3))}",
    ];

    private bool Reaches(string from, string to)
    {
        var (seen, waiting) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>([from]));
        while (waiting.TryPop(out var folder))
        {
            if (folder == to) return true;
            if (!seen.Add(folder)) continue;
            foreach (var next in edges[folder].Keys) waiting.Push(next);
        }

        return false;
    }
}
