using System.Diagnostics;
using System.Text.Json;

namespace PipAi.EndToEnd.Tests.StockCli;

/// <summary>
/// A run is killed where it stands, and the other engine goes on. Explicit, since each takes a deployment of its own:
/// `scripts/acceptance` runs them.
/// </summary>
[Collection(SourceCheckout.Collection)]
public sealed class StockCliKillTests : IDisposable
{
    private const string Stack = "staging";
    private readonly Pipai pipai;

    public StockCliKillTests(SourceCheckout checkout)
    {
        checkout.Restore();
        pipai = new Pipai(checkout.Root);
    }

    private string StateFile => Path.Combine(pipai.Home, ".pulumi", "stacks", "pip-ai", $"{Stack}.json");

    [Theory(Explicit = true)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(90)]
    public async Task What_a_killed_pulumi_began_pipai_finishes(int resources)
    {
        Pulumi.Require();
        try
        {
            var pulumi = await Pulumi.OfAsync(pipai, Stack);
            (await pulumi.RunAsync("stack", "init", Stack)).Ended(0);
            await KillAsync(pulumi.Start("up", "--yes", "--skip-preview"), resources);
            await pipai.RunAsync("doctor", "--yes", "--stack", Stack);
            (await pipai.RunAsync("up", "--yes", "--stack", Stack)).Ended(0);
            (await pulumi.RunAsync("preview", "--expect-no-changes")).Ended(0);
        }
        finally
        {
            await pipai.RunAsync("destroy", "--yes", "--stack", Stack);
        }
    }

    [Theory(Explicit = true)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(90)]
    public async Task What_a_killed_pipai_began_pulumi_finishes(int resources)
    {
        Pulumi.Require();
        try
        {
            var pulumi = await Pulumi.OfAsync(pipai, Stack);
            (await pulumi.RunAsync("stack", "init", Stack)).Ended(0);
            // The program that pipai starts is the one that the language host builds.
            (await pulumi.RunAsync("preview")).Ended(0);
            await KillAsync(pipai.Start("up", "--yes", "--skip-verify", "--stack", Stack), resources);
            (await pulumi.RunAsync("cancel", "--yes")).Ended(0);
            (await pulumi.RunAsync("up", "--yes", "--skip-preview")).Ended(0);
            (await pulumi.RunAsync("preview", "--expect-no-changes")).Ended(0);
            (await pipai.RunAsync("up", "--yes", "--expect-no-changes", "--stack", Stack)).Ended(0);
        }
        finally
        {
            await pipai.RunAsync("destroy", "--yes", "--stack", Stack);
        }
    }

    public void Dispose() => pipai.Dispose();

    /// <summary>Kills a deployment, and no process of its own choice, once the state holds so many resources.</summary>
    private async Task KillAsync(ProcessStartInfo start, int resources)
    {
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (Resources() < resources)
        {
            Assert.False(process.HasExited, $"it ended with {process.Id} before {resources} resources were there");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private int Resources()
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(StateFile));
            return document.RootElement.GetProperty("checkpoint").TryGetProperty("latest", out var latest)
                && latest.ValueKind is JsonValueKind.Object
                && latest.TryGetProperty("resources", out var there) && there.ValueKind is JsonValueKind.Array ? there.GetArrayLength() : 0;
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return 0; // not there yet, or just being replaced
        }
    }
}
