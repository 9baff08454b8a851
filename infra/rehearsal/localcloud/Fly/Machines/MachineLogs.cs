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
    /// <exception cref="ArgumentException">There is no such app or machine; the text names those that there are.</exception>
    public async Task<string> ReadAsync(string app, string machine, int lines, CancellationToken cancellation)
    {
        Require(app, machine);
        var all = new List<(string Time, string Text)>();
        foreach (var one in state.Machines.Where(one =>
            (app.Length == 0 || one.App == app) && (machine.Length == 0 || one.Id == machine || one.Name == machine)))
        {
            foreach (var line in await TailAsync(Path.Combine(state.FolderOf(one), "machine.log"), lines, cancellation))
                if (line.Split(' ', 2) is [var time, var text]) all.Add((time, $"{time} {one.App} {one.Region} {one.Name} {text}\n"));
        }

        return string.Concat(all.OrderBy(line => line.Time, StringComparer.Ordinal).TakeLast(lines).Select(line => line.Text));
    }

    private void Require(string app, string machine)
    {
        if (app.Length > 0 && state.App(app) is null)
            throw new ArgumentException($"There is no Fly app '{app}'. {Names("Apps", state.Apps.Select(one => one.Name))}", nameof(app));
        var machines = state.Machines.Where(one => app.Length == 0 || one.App == app).ToList();
        if (machine.Length == 0 || machines.Exists(one => one.Id == machine || one.Name == machine)) return;
        var place = app.Length == 0 ? "" : $" in app '{app}'";
        var live = machines.Where(one => one.State != MachineState.Destroyed).Select(one => $"{one.Name} ({one.Id})");
        throw new ArgumentException($"There is no machine '{machine}'{place}, by name or id. {Names("Machines", live)}", nameof(machine));
    }

    private static string Names(string what, IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal)) is { Length: > 0 } all ? $"{what}: {all}." : "There is none.";

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
