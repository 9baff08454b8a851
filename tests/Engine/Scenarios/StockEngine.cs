using System.Diagnostics;
using System.Text.Json;
using PipAi.Testing;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>The Pulumi CLI on PATH, with a backend in a folder of its own.</summary>
internal sealed class StockEngine : IScenarioEngine, IDisposable
{
    private static readonly string[] Sides = ["new", "old"];
    private readonly TemporaryFolder folder = new();
    private readonly ScenarioLanguage language;
    private readonly string address;
    private readonly string home;

    /// <param name="home">Pulumi's own folder.</param>
    /// <param name="template">A stack that is there and has nothing.</param>
    /// <param name="address">Where provider and language host listen.</param>
    /// <param name="language">Runs the program.</param>
    public StockEngine(string home, StockTemplate template, string address, ScenarioLanguage language)
    {
        (this.home, this.address, this.language) = (home, address, language);
        Settings = template.Settings;
        template.CopyTo(folder.Path);
    }

    public string Folder => folder.Path;

    public string Settings { get; }

    public async Task<ScenarioOutcome> RunAsync(ScenarioCommand command, ScenarioProgram program, CancellationToken cancellation)
    {
        language.Program = program;
        var log = folder["events"];
        File.Delete(log);
        var (code, said) = await CallAsync(home, folder.Path, address, Arguments(command, log), cancellation);
        var steps = new List<(string, string, bool)>();
        var (messages, complaints) = (new List<string> { said }, new List<Complaint>());
        foreach (var line in File.Exists(log) ? await File.ReadAllLinesAsync(log, cancellation) : [])
        {
            using var document = JsonDocument.Parse(line);
            Read(document.RootElement, steps);
            if (document.RootElement.TryGetProperty("diagnosticEvent", out var diagnostic)) Read(diagnostic, messages, complaints);
        }

        // What is wrong before there is an engine is told by the command alone.
        if (code != 0 && !complaints.Exists(complaint => complaint.Severity == "error"))
            complaints.AddRange(
                said.Split('\n').Where(line => line.StartsWith("error: ", StringComparison.Ordinal)).Select(
                    line => new Complaint("error", "", line["error: ".Length..])));
        return new ScenarioOutcome(code == 0, steps, string.Join('\n', messages), complaints);
    }

    /// <summary>Runs the CLI, and returns its exit code and what it said.</summary>
    public static async Task<(int Code, string Said)> CallAsync(
        string home, string folder, string address, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("pulumi", [.. arguments, "--non-interactive"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PULUMI_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in new[]
        {
            ("PULUMI_HOME", home), ("PULUMI_BACKEND_URL", "file://" + folder), ("PULUMI_CONFIG_PASSPHRASE", "correct horse"),
            ("PULUMI_SKIP_UPDATE_CHECK", "true"),
            ("PULUMI_DEBUG_COMMANDS", "true"), ("PULUMI_DEBUG_PROVIDERS", $"test:{address.Split(':')[^1]}"),
            ("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION", "true"),
        }) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, await output + await errors);
    }

    public void Dispose() => folder.Dispose();

    private IEnumerable<string> Arguments(ScenarioCommand command, string log)
    {
        yield return command.Verb;
        foreach (var part in new[] { "--stack", "dev", "--client", address, "--event-log", log }) yield return part;
        if (command.Verb != "preview")
        {
            yield return "--yes";
            yield return "--skip-preview";
        }

        foreach (var option in new[] { "target", "exclude", "replace" })
        {
            foreach (var urn in command.Urns(option))
            {
                yield return "--" + option;
                yield return urn;
            }
        }

        if (command.Is("dependents")) yield return "--target-dependents";
        if (command.Is("refresh")) yield return "--refresh";
    }

    /// <summary>
    /// What a step came to is told by an event after it, of a component only when it has outputs: there the one before it counts.
    /// </summary>
    private static void Read(JsonElement line, List<(string, string, bool)> steps)
    {
        foreach (var (kind, failed, custom) in new[]
        {
            ("resourcePreEvent", false, false),
            ("resOutputsEvent", false, true),
            ("resOpFailedEvent", true, true),
        })
        {
            if (!line.TryGetProperty(kind, out var happened)) continue;
            var metadata = happened.GetProperty("metadata");
            if (IsCustom(metadata) != custom) continue;
            var op = metadata.GetProperty("op").GetString()!;
            steps.Add((op == "refresh" && !custom ? "same" : op, metadata.GetProperty("urn").GetString()!, failed));
        }
    }

    private static void Read(JsonElement diagnostic, List<string> messages, List<Complaint> complaints)
    {
        string Text(string name) => diagnostic.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        messages.Add(Text("message"));
        if (Text("severity") is "error" or "warning") complaints.Add(new Complaint(Text("severity"), Text("urn"), Text("message")));
    }

    private static bool IsCustom(JsonElement metadata) => Sides
        .Select(side => metadata.TryGetProperty(side, out var state) && state.ValueKind == JsonValueKind.Object ? state : default)
        .First(state => state.ValueKind == JsonValueKind.Object).TryGetProperty("custom", out var custom) && custom.GetBoolean();
}
