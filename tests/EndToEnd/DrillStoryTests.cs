using System.Diagnostics;
using System.Text.Json;

namespace PipAi.EndToEnd.Tests;

/// <summary>
/// The platform of production is broken in four ways, on real processes, and works again within its targets; a drill that is killed leaves
/// nothing broken.
/// </summary>
public sealed class DrillStoryTests
{
    private const string Stack = "prod";

    [Fact]
    public async Task Every_drill_meets_its_target_and_what_a_killed_one_has_broken_is_restored_by_the_next_command()
    {
        using var pipai = new Pipai();
        try
        {
            (await pipai.RunAsync("up", "--stack", Stack, "--yes", "--skip-verify")).Ended(0);
            await KillDrillAsync(pipai);
            var next = (await pipai.RunAsync("cloud", "fault", "--stack", Stack)).Ended(0);
            Assert.Contains("A drill was cut off (region of iad, ", next.Errors, StringComparison.Ordinal);
            Assert.Equal("No fault holds.", next.Output.Trim());

            // The last one verifies; a verification after each would take as long again.
            foreach (var drill in (string[])["region", "partition", "storage", "instance"])
            {
                string[] line = ["drill", drill, "--stack", Stack, "--json", .. drill == "instance" ? (string[])[] : ["--skip-verify"]];
                var report = (await pipai.RunAsync(line)).Ended(0).Json;
                var run = report.GetProperty("drills")[0].GetProperty("runs")[0];
                Assert.True(report.GetProperty("passed").GetBoolean(), report.ToString());
                Assert.InRange(run.GetProperty("recovery").GetDouble(), 0, run.GetProperty("target").GetDouble());
                Assert.True(run.GetProperty("submitted").GetInt32() >= 15, report.ToString());
                Assert.Equal(0, run.GetProperty("lost").GetArrayLength());
                // Of a machine that is back within a second, or was idle when it was cut off, there may be nothing to notice.
                if (drill is "region" or "storage") Assert.Equal(JsonValueKind.Number, run.GetProperty("detection").ValueKind);
            }
        }
        finally
        {
            await pipai.RunAsync("destroy", "--stack", Stack, "--yes");
        }
    }

    /// <summary>Kills a drill, as nothing can be caught, as soon as its fault is in force.</summary>
    private static async Task KillDrillAsync(Pipai pipai)
    {
        using var drill = Process.Start(pipai.Start("drill", "region", "--stack", Stack, "--skip-verify"))!;
        drill.StandardInput.Close();
        _ = drill.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = "";
        while (!said.Contains("in force", StringComparison.Ordinal))
        {
            var line = await drill.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.True(line is not null, $"the drill ended before its fault was in force:\n{said}");
            said += line + "\n";
        }

        drill.Kill(entireProcessTree: true);
        await drill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
