using System.Collections.Immutable;
using System.CommandLine;
using PipAi.Cli.Drills;
using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;
using PipAi.Cli.Views.Drills;
using PipAi.Operations.Drills;

namespace PipAi.Cli.Commands;

/// <summary>`drill instance|region|…|all`: break it, measure the recovery against the targets, restore it.</summary>
internal static class DrillVerbs
{
    private static readonly Option<string?> Region = new("--region")
    {
        Description = "The Fly region to hit (default: the primary region).",
        HelpName = "code",
    };
    private static readonly Option<string?> Machine = new("--machine")
    {
        Description = "The machine to kill, by id or name (default: one of the region).",
        HelpName = "machine",
    };
    private static readonly Option<string?> Dark = Part("Instead, Temporal's own region goes dark for 20 s.", "temporal");
    private static readonly Option<int> Repeat = new("--repeat")
    {
        Description = "Run so many times; median and worst are told.",
        HelpName = "times",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<bool> SkipVerify = new("--skip-verify")
    {
        Description = "Do not verify the platform after it is whole.",
    };

    private static readonly (string Name, string What)[] Later =
    [
        ("release", "the control app, which ships versions and takes them back"),
        ("model", "the models, of which there is none yet"),
    ];

    private static readonly PlannedDrill Storage = new("storage", lab => Task.FromResult(lab.Scenarios.Storage()));
    private static readonly PlannedDrill Temporal =
        new("partition of Temporal", async lab => DrillScenarios.Temporal(await lab.TemporalRegionAsync()));

    public static Command Create(CommandFactory commands)
    {
        var drill = new Command("drill", "Break something in the rehearsal, measure the recovery against the targets, restore.");
        void Add(string name, string description, Option[] options, Func<ParseResult, ImmutableArray<PlannedDrill>> plan)
        {
            var command = new Command(name, description) { Repeat, SkipVerify };
            foreach (var option in options) command.Options.Add(option);
            drill.Subcommands.Add(commands.Bind(command, (session, parsed) => RunAsync(session, parsed, plan(parsed))));
        }

        Add("instance", "Kill one machine of the workers.", [Region, Machine], parsed => [Instance(parsed)]);
        Add("region", "Kill every machine of a Fly region.", [Region], parsed => [OfRegion(parsed)]);
        Add("partition", "Cut a Fly region's workers off from Temporal and storage.", [Region, Dark], parsed => [Partition(parsed)]);
        Add("storage", "Turn S3 of the primary storage region dark.", [], _ => [Storage]);
        Add("all", "Run every drill, one after the other.", [Region], parsed =>
            [Instance(parsed), OfRegion(parsed), CutOff(parsed), Temporal, Storage]);
        foreach (var (name, what) in Later)
            drill.Subcommands.Add(commands.Bind(
                new Command(name, $"Not yet: it comes with {what}."), (session, _) => throw NotYet(session, name, what)));
        return drill;
    }

    private static CliException NotYet(Session session, string drill, string what) => new(
        ExitCode.Configuration, $"The drill '{drill}' is not there yet: it comes with {what}.", $"./pipai drill all --stack {session.Stack}");

    private static Option<string?> Part(string description, params string[] parts)
    {
        var option = new Option<string?>("--part") { Description = description };
        return option.AcceptOnlyFromAmong(parts);
    }

    private static PlannedDrill Instance(ParseResult parsed) => new("instance", async lab => lab.Scenarios.Instance(
        await lab.WorkersAsync(), parsed.GetValue(Region) ?? lab.Outputs.PrimaryRegion, parsed.GetValue(Machine)));

    private static PlannedDrill OfRegion(ParseResult parsed) => new(
        "region", lab => Task.FromResult(lab.Scenarios.Region(parsed.GetValue(Region) ?? lab.Outputs.PrimaryRegion)));

    private static PlannedDrill CutOff(ParseResult parsed) => new(
        "partition", lab => Task.FromResult(lab.Scenarios.Partition(parsed.GetValue(Region) ?? lab.Outputs.PrimaryRegion)));

    private static PlannedDrill Partition(ParseResult parsed) => parsed.GetValue(Dark) is null ? CutOff(parsed) : Temporal;

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed, ImmutableArray<PlannedDrill> drills)
    {
        var times = parsed.GetValue(Repeat);
        if (times is < 1 or > 1000)
            throw new CliException(
                ExitCode.Configuration, $"--repeat is '{times}', and must be from 1 to 1000.", "./pipai drill region --repeat 3");
        using var lab = await DrillLab.OpenAsync(session);
        var results = new List<DrillResult>();
        foreach (var drill in drills)
        {
            var result = await lab.RunAsync(drill, times, parsed.GetValue(SkipVerify));
            if (result is { Problem: { } problem, Runs.IsEmpty: true } && drills.Length == 1)
                throw new CliException(ExitCode.Error, problem, $"./pipai verify --stack {session.Stack}");
            results.Add(result);
        }

        var passed = results.TrueForAll(result => result.Passed);
        if (session.Json) session.PrintJson(new { stack = session.Stack, passed, drills = results });
        else DrillView.Write(session.Terminal.Answer, results);
        return passed ? ExitCode.Ok : ExitCode.Error;
    }
}
