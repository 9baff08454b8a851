using System.Globalization;

namespace PipAi.Benchmarks.Load;

/// <summary>Processor time of a process and all that it started, from Linux's table of processes.</summary>
internal static class ProcessTree
{
    // Ticks of the fields of /proc/PID/stat: 100 a second on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Seconds that these processes, their living descendants and their ended children have used.</summary>
    public static double ProcessorSeconds(IEnumerable<int> roots)
    {
        var table = Read();
        var counted = roots.ToHashSet();
        var found = counted.Count > 0;
        while (found)
            found = table.Values.Where(process => counted.Contains(process.Parent)).Aggregate(
                false, (any, process) => counted.Add(process.Id) || any);
        return counted.Where(table.ContainsKey).Sum(id => table[id].Ticks) / TicksPerSecond;
    }

    private static Dictionary<int, (int Id, int Parent, long Ticks)> Read()
    {
        var table = new Dictionary<int, (int, int, long)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var text = File.ReadAllText(Path.Combine(folder, "stat"));
                // The name, field 2, may hold blanks and ends with the last parenthesis: what follows begins with field 3.
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                var id = int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
                table[id] = (id, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15].Sum(
                    field => long.Parse(field, CultureInfo.InvariantCulture)));
            }
            catch (IOException)
            {
                // It has ended in the meantime.
            }
        }

        return table;
    }
}
