using PipAi.Operations.Restores;
using Spectre.Console;

namespace PipAi.Cli.Views;

/// <summary>What a restore does, and what it did.</summary>
internal static class RestoreView
{
    private const int KeysShown = 3;

    /// <summary>Prints a plan: counts, bytes and the first keys of each kind.</summary>
    public static void Write(IAnsiConsole console, RestorePlan plan)
    {
        var (goal, copied) = (plan.Goal, plan.Of(RestoreAction.Copy).ToList());
        console.MarkupLine($"[bold]{Markup.Escape($"{goal.Source} as it was at {Time(goal.At)}")}[/]");
        if (goal.Target != goal.Source) console.WriteLine($"    put into {goal.Target}");
        foreach (var (region, reason) in plan.Unread)
            Page.Write(console, $"    {region} is left out: {reason}");
        Write(console, "green", $"copy back {{0}}, {SizeText.Of(plan.Bytes)}", copied);
        Write(console, "red", "delete {0}, not there at that time", plan.Of(RestoreAction.Delete));
        Write(console, "default", "leave {0}, unchanged since", plan.Of(RestoreAction.Unchanged), keys: 0);
        Write(console, "yellow", "pass over {0}: that version is kept no longer", plan.Of(RestoreAction.NotKept));
        if (plan.IsBeforeKept) WriteBackup(console, plan);
    }

    /// <summary>Prints what was done.</summary>
    public static void Write(IAnsiConsole console, RestoreResult result)
    {
        Page.Write(
            console,
            $"{Objects(result.Copied)} copied back ({SizeText.Of(result.Bytes)}), {Objects(result.Deleted)} deleted, in {DurationText.Of(result.Took)}. Every version from before is still there.");
        foreach (var (_, reason) in result.Failed.Take(KeysShown)) Page.Write(console, $"    {reason}");
        if (result.Failed.Count > KeysShown) console.WriteLine($"    and {result.Failed.Count - KeysShown:N0} more");
    }

    /// <summary>A time as all of a restore's texts have it, which can be pasted after <c>--at</c>.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", null);

    private static void Write(IAnsiConsole console, string colour, string what, IEnumerable<RestoreStep> steps, int keys = KeysShown)
    {
        var all = steps.ToList();
        if (all.Count == 0) return;
        console.MarkupLine($"    [{colour}]{Markup.Escape(string.Format(null, what, Objects(all.Count)))}[/]");
        foreach (var step in all.Take(keys)) console.WriteLine($"        {step.Key}");
        if (keys > 0 && all.Count > keys) console.WriteLine($"        and {all.Count - keys:N0} more");
    }

    private static void WriteBackup(IAnsiConsole console, RestorePlan plan)
    {
        var (goal, since) = (plan.Goal, Time(plan.KeptSince!.Value));
        Page.Write(
            console,
            $"    Every version is kept since {since}. Of what was overwritten or deleted before that, and of keys that were, there may be nothing left in any bucket.");
        if (plan.Backup is not { } backup)
        {
            Page.Write(console, "    The stack declares no backup that reaches further back.");
            return;
        }

        Page.Write(
            console,
            $"    AWS Backup's vault '{backup.Vault}' in {backup.Region} reaches {backup.Days} days back. It restores into a bucket of its own:");
        console.WriteLine(backup.Command(goal.At, goal.Source.IsPrefix ? null : goal.Source.Key));
    }

    private static string Objects(int count) => count == 1 ? "1 object" : $"{count:N0} objects";
}
