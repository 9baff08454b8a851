using System.Globalization;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>A line that a machine wrote.</summary>
/// <param name="Time">When, to the millisecond.</param>
/// <param name="Machine">Which machine.</param>
/// <param name="Text">The line.</param>
internal sealed record LogLine(DateTimeOffset Time, MachineRecord Machine, string Text);

/// <summary>Reads the logs of machines together.</summary>
internal sealed class MachineLogs(FlyState state)
{
    /// <summary>What is enough of a log where only its end is asked for.</summary>
    private const int EndBytes = 64 * 1024;

    /// <summary>The last lines, oldest first: time, app, region, machine name, text.</summary>
    /// <param name="app">Only of this app; empty for all.</param>
    /// <param name="machine">Only of this machine, by id or name; empty for all.</param>
    /// <param name="lines">At most so many.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="ArgumentException">There is no such app or machine; the text names those that there are.</exception>
    public async Task<string> ReadAsync(string app, string machine, int lines, CancellationToken cancellation)
    {
        Require(app, machine);
        var all = new List<LogLine>();
        foreach (var one in state.Machines.Where(one =>
            (app.Length == 0 || one.App == app) && (machine.Length == 0 || one.Id == machine || one.Name == machine)))
            all.AddRange((await LinesAsync(one, null, cancellation)).TakeLast(lines));
        return string.Concat(all.OrderBy(line => line.Time).TakeLast(lines).Select(line => string.Create(
            CultureInfo.InvariantCulture,
            $"{line.Time:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {line.Machine.App} {line.Machine.Region} {line.Machine.Name} {line.Text}\n")));
    }

    /// <summary>The lines of machines in a span of time, oldest first.</summary>
    /// <param name="machines">The machines.</param>
    /// <param name="after">Only younger ones; null is the last ones, a log's end at least.</param>
    /// <param name="until">Only older ones.</param>
    /// <param name="cancellation">Ends the read.</param>
    public async Task<IReadOnlyList<LogLine>> BetweenAsync(
        IEnumerable<MachineRecord> machines, DateTimeOffset? after, DateTimeOffset until, CancellationToken cancellation)
    {
        var all = new List<LogLine>();
        foreach (var machine in machines)
            all.AddRange(
                (await LinesAsync(machine, after ?? DateTimeOffset.MaxValue, cancellation)).Where(
                    line => line.Time < until && (after is null || line.Time > after)));
        return [.. all.OrderBy(line => line.Time)];
    }

    /// <summary>The lines of a machine's log, at least all that are younger than a time; null is all of the newest file.</summary>
    private async Task<IReadOnlyList<LogLine>> LinesAsync(MachineRecord machine, DateTimeOffset? after, CancellationToken cancellation)
    {
        var file = Path.Combine(state.FolderOf(machine), "machine.log");
        if (after is null) return Parse(machine, await TextAsync(file, long.MaxValue, cancellation));
        var end = Parse(machine, await TextAsync(file, EndBytes, cancellation));
        if (end is [var first, ..] && first.Time <= after) return end;
        var older = await TextAsync(Path.ChangeExtension(file, ".1.log"), long.MaxValue, cancellation);
        return [.. Parse(machine, older), .. Parse(machine, await TextAsync(file, long.MaxValue, cancellation))];
    }

    private static List<LogLine> Parse(MachineRecord machine, string text) =>
    [
        .. from line in text.Split('\n')
           let parts = line.Split(' ', 2)
           where parts.Length == 2
           let time = Time(parts[0])
           where time is not null
           select new LogLine(time.Value, machine, parts[1]),
    ];

    private static DateTimeOffset? Time(string text) => DateTimeOffset.TryParseExact(
        text, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

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

    /// <summary>The end of a file, at most so many bytes; nothing where there is no file.</summary>
    private static async Task<string> TextAsync(string file, long most, CancellationToken cancellation)
    {
        try
        {
            await using var log = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            log.Seek(-Math.Min(most, log.Length), SeekOrigin.End);
            using var reader = new StreamReader(log);
            var text = await reader.ReadToEndAsync(cancellation);
            // A piece begins within a line, and the last one may still be written.
            var (begin, end) = (log.Length > most ? text.IndexOf('\n', StringComparison.Ordinal) + 1 : 0, text.LastIndexOf('\n') + 1);
            return begin < end ? text[begin..end] : "";
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
    }
}
