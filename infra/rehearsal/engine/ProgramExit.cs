using EmbeddedPulumi.Engine.Errors;

namespace EmbeddedPulumi.Engine;

/// <summary>Waits for the program and judges how it ended: only a program that said all it wanted may cause deletions.</summary>
internal static class ProgramExit
{
    private const int AlreadyReported = 32;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    public static async Task AwaitAsync(StackSession session, Task<(int Code, string LastErrors)> program)
    {
        var run = session.Run;
        await using var soon = run.GracefulStop.Register(() => _ = EndWhenIdleAsync(session));
        await using var now = run.ForcedStop.Register(() =>
        {
            session.EndProgram();
            _ = session.CancelProvidersAsync();
        });
        int code;
        string lastErrors;
        try
        {
            (code, lastErrors) = await program;
        }
        catch (OperationCanceledException)
        {
            (code, lastErrors) = (AlreadyReported, "");
        }

        // A program that crashed leaves calls behind that are still being carried out.
        while (session.Registrations.IsBusy) await Task.Delay(LookAgain, TimeProvider.System, CancellationToken.None);
        Judge(session, code, lastErrors);
    }

    private static async Task EndWhenIdleAsync(StackSession session)
    {
        while (session.Registrations.IsBusy) await Task.Delay(LookAgain, TimeProvider.System, CancellationToken.None);
        session.EndProgram();
    }

    private static void Judge(StackSession session, int code, string lastErrors)
    {
        var run = session.Run;
        if (run.GracefulStop.IsCancellationRequested || run.ForcedStop.IsCancellationRequested)
        {
            run.Fail(ExitCategory.Cancelled);
        }
        else if (code == 0)
        {
            if (run.ErrorLogged) run.Fail(ExitCategory.Failed);
            var stack = session.Registrations.StackUrn;
            if (run.Failure is null && session.Table.Find(stack) is null)
                run.Error(
                    ExitCategory.Failed,
                    "The program ended without registering its stack: it is not a Pulumi program, or ended too early.");
        }
        else if (run.ErrorLogged && Programs.ProgramExit.Category(code) is { } category)
        {
            run.Fail(category);
        }
        else if (run.Failure is null || code is not (AlreadyReported or 1))
        {
            run.Error(ExitCategory.Failed, $"The program ended with exit code {code}.{lastErrors}");
        }
    }
}
