using System.Collections.Immutable;
using System.CommandLine;
using PipAi.Cli.Drills;
using PipAi.Cli.Errors;
using PipAi.Cli.Files;
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
    private static readonly Option<string?> Mistake = Part(
        "Instead, objects are deleted, or one is overwritten, by mistake, and a restore puts them back.", "emptied", "overwritten");
    private static readonly Option<int> Objects = Number("--objects", "How many objects are deleted by mistake.", 300, 10_000);
    private static readonly Option<int> Repeat = Number("--repeat", "Run so many times; median and worst are told.", 1, 1000);
    private static readonly Option<bool> SkipVerify = new("--skip-verify")
    {
        Description = "Do not verify the platform after it is whole.",
    };
    private static readonly Option<FileInfo?> JUnit = new("--junit")
    {
        Description = "Also write the results here, as build servers read them.",
        HelpName = "file",
    };
    private static readonly Option<FileInfo?> Page = new("--report")
    {
        Description = "Also write a page here, complete in itself: evidence to keep.",
        HelpName = "file.html",
    };

    private static readonly (string Name, string What)[] Later =
    [
        ("release", "the control app, which ships versions and takes them back"),
        ("model", "the models, of which there is none yet"),
    ];

    private static readonly PlannedDrill Storage = new("storage", lab => Task.FromResult(lab.Scenarios.Storage()));
    private static readonly PlannedDrill Temporal =
        new("partition, temporal", async lab => DrillScenarios.Temporal(await lab.TemporalRegionAsync()));

    public static Command Create(CommandFactory commands)
    {
        var drill = new Command("drill", "Break something in the rehearsal, measure the recovery against the targets, restore.");
        void Add(string name, string description, Option[] options, Func<ParseResult, ImmutableArray<PlannedDrill>> plan)
        {
            var command = new Command(name, description) { Repeat, SkipVerify, JUnit, Page };
            foreach (var option in options) command.Options.Add(option);
            drill.Subcommands.Add(commands.BindWithPlatform(command, (session, parsed) => RunAsync(session, parsed, plan(parsed))));
        }

        Add("instance", "Kill one machine of the workers.", [Region, Machine], parsed => [Instance(parsed)]);
        Add("region", "Kill every machine of a Fly region.", [Region], parsed => [OfRegion(parsed)]);
        Add("partition", "Cut a Fly region's workers off from Temporal and storage.", [Region, Dark], parsed =>
            [parsed.GetValue(Dark) is null ? CutOff(parsed) : Temporal]);
        Add("storage", "Turn S3 of the primary storage region dark.", [Mistake, Objects], parsed =>
            [parsed.GetValue(Mistake) is { } mistake ? Accident(parsed, mistake) : Storage]);
        Add("all", "Run every drill, one after the other.", [Region, Objects], parsed =>
            [
                Instance(parsed), OfRegion(parsed), CutOff(parsed), Temporal, Storage, Accident(parsed, "emptied"),
                Accident(parsed, "overwritten"),
            ]);
        foreach (var (name, what) in Later)
            drill.Subcommands.Add(commands.Bind(
                new Command(name, $"Not yet: it comes with {what}."), (session, _) => throw NotYet(session, name, what)));
        return drill;
    }

    private static CliException NotYet(Session session, string drill, string what) => new(
        ExitCode.Configuration, $"The drill '{drill}' is not there yet: it comes with {what}.",
        $"./pipai drill all --stack {session.Stack}");

    private static Option<string?> Part(string description, params string[] parts)
    {
        var option = new Option<string?>("--part") { Description = description };
        return option.AcceptOnlyFromAmong(parts);
    }

    private static Option<int> Number(string name, string description, int usual, int most)
    {
        var option = new Option<int>(name)
        {
            Description = $"{description} (default: {usual})",
            HelpName = "number",
            DefaultValueFactory = _ => usual,
        };
        option.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: var text }] && int.TryParse(text, out var number) && (number < 1 || number > most))
                given.AddError($"'{number}' is no value of {name}: it must be from 1 to {most}.");
        });
        return option;
    }

    private static PlannedDrill Instance(ParseResult parsed) => new("instance", async lab => lab.Scenarios.Instance(
        await lab.WorkersAsync(), parsed.GetValue(Region) ?? lab.Outputs.PrimaryRegion,
        parsed.CommandResult.Command.Options.Contains(Machine) ? parsed.GetValue(Machine) : null));

    private static PlannedDrill OfRegion(ParseResult parsed) => new(
        "region", lab => Task.FromResult(lab.Scenarios.Region(parsed.GetValue(Region) ?? lab.Outputs.PrimaryRegion)));

    private static PlannedDrill CutOff(ParseResult parsed) => new(
        "partition", lab => Task.FromResult(lab.Scenarios.Partition(parsed.GetValue(Region) ?? lab.Outputs.PrimaryRegion)));

    private static PlannedDrill Accident(ParseResult parsed, string part) => new(
        $"storage, {part}", lab => Task.FromResult(lab.Accident(part == "emptied", part == "emptied" ? parsed.GetValue(Objects) : 1)));

    private static async Task<ExitCode> RunAsync(Session session, ParseResult parsed, ImmutableArray<PlannedDrill> drills)
    {
        using var lab = await DrillLab.OpenAsync(session);
        var evidence = await DrillEvidence.OfAsync(session);
        var results = new List<DrillResult>();
        foreach (var drill in lab.IsLive ? [Probe(session)] : drills)
        {
            var result = await lab.RunAsync(drill, parsed.GetValue(Repeat), parsed.GetValue(SkipVerify));
            if (result is { Problem: { } problem, Runs.IsEmpty: true } && drills.Length == 1)
                throw new CliException(ExitCode.Error, problem, $"./pipai verify --stack {session.Stack}");
            results.Add(result);
        }

        if (parsed.GetValue(JUnit) is { } file)
            await UserFile.WriteAsync(file, DrillJUnit.Text(evidence, results), session.Cancellation);
        if (parsed.GetValue(Page) is { } page)
            await UserFile.WriteAsync(page, DrillPage.Text(evidence, results), session.Cancellation);
        var passed = results.TrueForAll(result => result.Passed);
        if (session.Json) session.PrintJson(new { stack = session.Stack, passed, evidence, drills = results });
        else DrillView.Write(session.Terminal.Answer, results);
        return passed ? ExitCode.Ok : ExitCode.Error;
    }

    /// <summary>What customers use is measured, and nothing else.</summary>
    private static PlannedDrill Probe(Session session)
    {
        session.Say("This platform is live: it is measured under a small load, and nothing is broken. Faults are for the rehearsal.");
        return new PlannedDrill("probe", _ => Task.FromResult(DrillScenarios.Probe()));
    }
}
