using PipAi.Cli.Errors;
using PipAi.Cli.Sessions;
using PipAi.Cli.Views;
using PipAi.Operations.Platform;
using PipAi.Operations.Status;
using PipAi.Operations.Status.Sources;

namespace PipAi.Cli.Commands;

/// <summary>
/// The platform as its vendors tell it, once or for as long as somebody looks. A terminal shows the newest status and the last events in
/// place; a pipe gets the status once and then a line for each event.
/// </summary>
internal sealed class PlatformWatch : IDisposable
{
    private const string ToTheTop = "\e[H\e[J";
    private const int MostEvents = 8;
    private readonly Session session;
    private readonly StatusSources sources;
    private readonly StatusReader reader;
    private readonly Queue<StatusEvent> events = new();

    /// <param name="session">Who looks.</param>
    /// <param name="platform">At what.</param>
    public PlatformWatch(Session session, DeployedPlatform platform)
    {
        this.session = session;
        sources = new StatusSources(platform, session.Time);
        reader = new StatusReader(sources.Empty, sources.All, StatusLimits.Of(platform.Outputs.Targets), session.Time);
    }

    /// <summary>Shows it once.</summary>
    public async Task<ExitCode> OnceAsync()
    {
        var status = await reader.ReadOnceAsync(session.Cancellation);
        if (session.Json) session.PrintJson(status);
        else StatusView.Write(session.Terminal.Answer, status, []);
        return status.Sources.Any(source => source.Error is not null) ? ExitCode.Error : ExitCode.Ok;
    }

    /// <summary>Shows it until Ctrl-C.</summary>
    public async Task<ExitCode> FollowAsync()
    {
        var isScreen = !session.Json && session.Terminal.Answer.Profile.Capabilities.Ansi;
        if (!isScreen)
        {
            // What is printed once is printed when all of it is known; a screen fills as it comes.
            var status = await reader.ReadOnceAsync(session.Cancellation);
            if (session.Json) session.Answer.GiveLine(status);
            else StatusView.Write(session.Terminal.Answer, status, []);
        }

        await reader.RunAsync(isScreen ? Redraw : Tell, session.Cancellation);
        return ExitCode.Ok;
    }

    /// <inheritdoc/>
    public void Dispose() => sources.Dispose();

    private void Redraw(StatusChange change)
    {
        foreach (var happened in change.Events) events.Enqueue(happened);
        while (events.Count > MostEvents) events.Dequeue();
        session.Terminal.Output.Write(ToTheTop);
        StatusView.Write(session.Terminal.Answer, change.Status, events);
    }

    private void Tell(StatusChange change)
    {
        foreach (var happened in change.Events)
        {
            if (session.Json) session.Answer.GiveLine(happened);
            else StatusView.WriteEvent(session.Terminal.Answer, happened);
        }
    }
}
