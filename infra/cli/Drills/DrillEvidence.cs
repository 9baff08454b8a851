using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using PipAi.Cli.Sessions;

namespace PipAi.Cli.Drills;

/// <summary>Where and of what drills are evidence.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="Where"><c>rehearsal</c> or <c>live</c>.</param>
/// <param name="At">When they began.</param>
/// <param name="Machine">The machine that ran them, and what it is.</param>
/// <param name="Versions">What they ran with.</param>
/// <param name="Commit">The sources' commit; null where that cannot be told.</param>
internal sealed record DrillEvidence(string Stack, string Where, DateTimeOffset At, string Machine, string Versions, string? Commit)
{
    private static readonly TimeSpan GitTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Of a session.</summary>
    public static async Task<DrillEvidence> OfAsync(Session session)
    {
        var server = session.Live ? null : await session.Cloud.TemporalServerAsync(session.Cancellation);
        var temporal = server is null ? "Temporal Cloud" : $"{server.Name} {server.Version}".TrimEnd();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30);
        return new DrillEvidence(
            session.Stack, session.Live ? "live" : "rehearsal", session.Time.GetUtcNow(),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Environment.MachineName}: {Environment.ProcessorCount} processors, {memory:0.0} GiB, "
                    + $"{RuntimeInformation.OSDescription}"),
            $"{RuntimeInformation.FrameworkDescription}; Temporal: {temporal}", await CommitAsync(session.Workspace.Root));
    }

    /// <summary>With a plus sign where there are changes that are not committed.</summary>
    private static async Task<string?> CommitAsync(string root)
    {
        if (await GitAsync(root, "rev-parse", "--short=12", "HEAD") is not { Length: > 0 } commit) return null;
        return await GitAsync(root, "status", "--porcelain", "--untracked-files=no") is { Length: > 0 } ? $"{commit}+" : commit;
    }

    private static async Task<string?> GitAsync(string root, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", root, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var git = Process.Start(start)!;
            using var timeout = new CancellationTokenSource(GitTimeout);
            var (said, _) = (git.StandardOutput.ReadToEndAsync(timeout.Token), git.StandardError.ReadToEndAsync(timeout.Token));
            await git.WaitForExitAsync(timeout.Token);
            return git.ExitCode == 0 ? (await said).Trim() : null;
        }
        catch (Exception none) when (none is Win32Exception or OperationCanceledException)
        {
            return null;
        }
    }
}
