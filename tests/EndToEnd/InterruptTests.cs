using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PipAi.EndToEnd.Tests;

/// <summary>Ctrl-C in the middle of a deployment, as a terminal sends it.</summary>
public sealed class InterruptTests : IDisposable
{
    private const int Interrupt = 2;
    private readonly Pipai pipai = new();

    [Fact]
    public async Task Once_saves_what_is_done_twice_stops_at_once_and_the_doctor_says_what_became_of_the_rest()
    {
        try
        {
            var (code, said) = await InterruptedUpAsync("fly:index:Image", times: 1);
            Assert.Equal(8, code);
            Assert.Contains("Stopping: finishing the calls in flight and saving.", said, StringComparison.Ordinal);
            Assert.Contains("Stopped before the end; what was done is saved.", said, StringComparison.Ordinal);
            Assert.EndsWith(
                "Nothing is wrong with stack 'staging'.", (await pipai.RunAsync("doctor", "--stack", "staging")).Ended(0).Output,
                StringComparison.Ordinal);

            (code, said) = await InterruptedUpAsync("fly:index:Machine", times: 2);
            Assert.True(code == 8, said);
            var found = (await pipai.RunAsync("doctor", "--stack", "staging")).Ended(1);
            Assert.Contains("A run was stopped while it was creating ", found.Output, StringComparison.Ordinal);
            var asked = (await pipai.RunAsync("doctor", "--yes", "--stack", "staging")).Ended(1);
            Assert.Contains("An update that still wants it takes over what is there by its name", asked.Output, StringComparison.Ordinal);
        }
        finally
        {
            await pipai.RunAsync("destroy", "--yes", "--stack", "staging");
        }
    }

    public void Dispose() => pipai.Dispose();

    /// <summary>
    /// Interrupts an update as soon as something is being made that takes a while: an image is built, a machine gets healthy.
    /// </summary>
    private async Task<(int Code, string Said)> InterruptedUpAsync(string during, int times)
    {
        var start = pipai.Start("up", "--yes", "--stack", "staging");
        // Where the tests themselves run in the background, their children would ignore Ctrl-C.
        foreach (var (place, argument) in new[] { "--default-signal=INT", start.FileName }.Index())
            start.ArgumentList.Insert(place, argument);
        start.FileName = "/usr/bin/env";
        using var up = Process.Start(start)!;
        up.StandardInput.Close();
        _ = up.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(6));
        var said = new List<string>();
        var pressed = 0;
        try
        {
            while (await up.StandardError.ReadLineAsync(limit.Token) is { } line)
            {
                said.Add(line);
                var isDue = pressed == 0
                    ? line.Contains(during, StringComparison.Ordinal) : line.Contains("Stopping: finishing", StringComparison.Ordinal);
                if (pressed == times || !isDue) continue;
                pressed++;
                Assert.Equal(0, Signal(up.Id, Interrupt));
            }

            await up.WaitForExitAsync(limit.Token);
            return (up.ExitCode, string.Join('\n', said));
        }
        catch (OperationCanceledException)
        {
            var state = up.HasExited ? $"ended with {up.ExitCode}, but something holds its streams open" : "did not end";
            up.Kill(entireProcessTree: true);
            throw new TimeoutException($"the interrupted update {state}. It said:\n{string.Join('\n', said)}");
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);
}
