using System.Text;
using EmbeddedPulumi.Engine.Files;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>Plays a scenario on an engine and writes down what it did: the same text for the same behaviour.</summary>
internal sealed class ScenarioRun(Scenario scenario, ScenarioCloud cloud, IScenarioEngine engine)
{
    private static readonly string[] Faults = ["fails", "partial", "lost", "blank"];
    private readonly StringBuilder text = new();
    private readonly StringBuilder said = new();
    private int commands;

    /// <summary>The errors and warnings, under the command that they belong to.</summary>
    public string Said => said.ToString();

    public async Task<string> PlayAsync(CancellationToken cancellation)
    {
        foreach (var file in scenario.Files.Entries)
        {
            var path = Path.Combine(engine.Folder, file.Key);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, ((YamlScalar)file.Value).Text, cancellation);
        }

        foreach (var command in scenario.Commands) await PlayAsync(command, cancellation);
        Line("world", cloud.Things.Keys);
        foreach (var line in StateLines()) text.Append("  ").Append(line).Append('\n');
        return text.ToString();
    }

    private string StateFile => Path.Combine(engine.Folder, ".pulumi", "stacks", "proj", "dev.json");

    private async Task PlayAsync(ScenarioCommand command, CancellationToken cancellation)
    {
        await PrepareAsync(command, cancellation);
        var before = StateLines();
        var outcome = await engine.RunAsync(command, new ScenarioProgram(command), cancellation);
        foreach (var word in command.Texts("says"))
        {
            if (!outcome.Said.Contains(word, StringComparison.OrdinalIgnoreCase))
                throw new InvalidOperationException($"'{command.Verb}' of '{scenario.Title}' did not say '{word}', but:\n{outcome.Said}");
        }

        commands++;
        var complaints =
            outcome.Complaints.Where(complaint => !complaint.IsVerdict).Select(complaint => complaint.Line(engine.Folder)).Distinct().Order(
                StringComparer.Ordinal).ToArray();
        if (complaints.Length > 0) said.Append($"> {commands} {command.Verb}\n").AppendJoin('\n', complaints).Append('\n');
        text.Append("> ").Append(command.Verb).Append(outcome.Succeeded ? " ok\n" : " failed\n");
        Line(
            "steps",
            outcome.Steps.Where(
                step =>
                    !StateText.IsInternal(step.Urn) && step.Op != "remove-pending-replace"
                        && !(step.Op == "same" && command.NamesResources))
                .Select(step => $"{step.Op} {StateText.Short(step.Urn)}{(step.Failed ? " failed" : "")}").Order(StringComparer.Ordinal));
        Line("calls", InOrder(cloud.Calls));
        // What a command leaves is worth a look where it did not end well, or should have left everything alone.
        if (!outcome.Succeeded || command.Verb == "preview")
            Line("state", StateLines().SequenceEqual(before) ? ["as before"] : ["changed"]);
    }

    private async Task PrepareAsync(ScenarioCommand command, CancellationToken cancellation)
    {
        cloud.Calls.Clear();
        cloud.Faults.Clear();
        foreach (var fault in Faults)
        {
            foreach (var call in command.Texts(fault)) cloud.Faults[call] = fault;
        }

        if (command.Mapping("world") is { } edits) cloud.Edit(edits);
        if (command.Items("state") is { Count: > 0 } surgery) StateSurgery.Do(StateFile, surgery);
        var config = command.Mapping("config") ?? YamlMapping.Empty;
        var settings = engine.Settings
            + (config.Entries.IsEmpty
                ? "" : "config:\n" + string.Concat(config.Entries.Select(entry => $"  {entry.Key}: {((YamlScalar)entry.Value).Text}\n")));
        await File.WriteAllTextAsync(Path.Combine(engine.Folder, "Pulumi.dev.yaml"), settings, cancellation);
    }

    private string[] StateLines() => File.Exists(StateFile) ? [.. StateText.Of(StateFile)] : [];

    /// <summary>Engines may ask several things of one kind at once, so only changes of kind have an order.</summary>
    private static IEnumerable<string> InOrder(IEnumerable<string> calls)
    {
        var run = new List<string>();
        foreach (var call in calls)
        {
            if (run.Count > 0 && run[0].Split(' ')[0] != call.Split(' ')[0])
            {
                foreach (var sorted in run.Order(StringComparer.Ordinal)) yield return sorted;
                run.Clear();
            }

            run.Add(call);
        }

        foreach (var sorted in run.Order(StringComparer.Ordinal)) yield return sorted;
    }

    private void Line(string what, IEnumerable<string> items)
    {
        var all = string.Join(", ", items);
        if (all.Length > 0) text.Append(what).Append(": ").Append(all).Append('\n');
    }
}
