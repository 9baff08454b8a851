using Spectre.Console;

namespace PipAi.Cli.Terminals;

/// <summary>Standard output is the answer, standard error everything else.</summary>
internal sealed class Terminal
{
    /// <summary>Columns of what is no terminal.</summary>
    public const int PipeWidth = 200;

    /// <summary>Where a person's answers and piped documents come from.</summary>
    public required TextReader Input { get; init; }

    /// <summary>Where answers go, as text.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Where progress and errors go, as text.</summary>
    public required TextWriter Errors { get; init; }

    /// <summary>Answers with colours and tables, where the terminal has them.</summary>
    public required IAnsiConsole Answer { get; init; }

    /// <summary>Progress with colours, where the terminal has them.</summary>
    public required IAnsiConsole Progress { get; init; }

    /// <summary>Whether a person can be asked.</summary>
    public required bool Interactive { get; init; }

    /// <summary>Whether a person watches who sees lines change: neither a log nor a build server does.</summary>
    public bool IsLive { get; init; }

    /// <summary>The process's own streams. NO_COLOR, CI and pipes are honoured.</summary>
    public static Terminal System()
    {
        var (progress, isBuild) = (Ansi(Console.Error, Console.IsErrorRedirected), Environment.GetEnvironmentVariable("CI") is not null);
        return new Terminal
        {
            Input = Console.In,
            Output = Console.Out,
            Errors = Console.Error,
            Answer = Ansi(Console.Out, Console.IsOutputRedirected),
            Progress = progress,
            Interactive = !Console.IsInputRedirected && !Console.IsErrorRedirected && !isBuild,
            IsLive = !Console.IsErrorRedirected && !isBuild && progress.Profile.Capabilities.Ansi,
        };
    }

    /// <summary>The same for a verb that answers in JSON: what it says in text goes where progress goes.</summary>
    public Terminal WithoutText() =>
        new()
        {
            Input = Input,
            Output = Errors,
            Errors = Errors,
            Answer = Progress,
            Progress = Progress,
            Interactive = Interactive,
            IsLive = IsLive,
        };

    private static IAnsiConsole Ansi(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        // A pipe has no width: nothing is folded for it, so that grep finds whole lines.
        if (redirected) console.Profile.Width = PipeWidth;
        return console;
    }
}
