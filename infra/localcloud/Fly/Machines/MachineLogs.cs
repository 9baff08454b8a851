using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>Reads the logs of machines together.</summary>
internal sealed class MachineLogs(FlyState state)
{
    /// <summary>The last lines, oldest first: time, app, region, machine name, text.</summary>
    /// <param name="app">Only of this app; empty for all.</param>
    /// <param name="machine">Only of this machine, by id or name; empty for all.</param>
    /// <param name="lines">At most so many.</param>
    /// <param name="cancellation">Ends the read.</param>
    public async Task<string> ReadAsync(string app, string machine, int lines, CancellationToken cancellation)
    {
        var all = new List<(string Time, string Text)>();
        foreach (var one in state.Machines.Where(one =>
            (app.Length == 0 || one.App == app) && (machine.Length == 0 || one.Id == machine || one.Name == machine)))
        {
            foreach (var line in await TailAsync(Path.Combine(state.FolderOf(one), "machine.log"), lines, cancellation))
                if (line.Split(' ', 2) is [var time, var text]) all.Add((time, $"{time} {one.App} {one.Region} {one.Name} {text}\n"));
        }

        return string.Concat(all.OrderBy(line => line.Time, StringComparer.Ordinal).TakeLast(lines).Select(line => line.Text));
    }

    private static async Task<IEnumerable<string>> TailAsync(string file, int lines, CancellationToken cancellation)
    {
        try
        {
            return (await File.ReadAllLinesAsync(file, cancellation)).TakeLast(lines);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}
