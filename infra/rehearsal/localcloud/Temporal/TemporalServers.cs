using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Temporal.Cloud.Accounts;
using PipAi.LocalCloud.Temporal.DevServer;

namespace PipAi.LocalCloud.Temporal;

/// <summary>
/// Decides which server serves a local cloud: the one that made its workflows; where there are none, the one that is asked for; else
/// our own. What is on PATH decides nothing.
/// </summary>
public static class TemporalServers
{
    /// <summary>The server that serves a cloud when it is started.</summary>
    /// <param name="cloudDirectory">The cloud's folder, which need not exist.</param>
    /// <param name="asked">Path of Temporal's CLI, <see cref="TemporalServer.Own"/>, or null for whatever served before.</param>
    /// <exception cref="TemporalServerException">The other server made its workflows, or the executable is none.</exception>
    public static TemporalServer Choose(string cloudDirectory, string? asked) =>
        ChooseIn(Path.Combine(cloudDirectory, VendorNames.Temporal), Path.GetFileName(Path.GetFullPath(cloudDirectory)), asked);

    /// <summary>The service, not yet started.</summary>
    internal static IVendorService Create(TemporalServiceOptions options, string stack, string? asked) =>
        ChooseIn(options.Directory, stack, asked) is { Executable: { } executable }
            ? new TemporalCliService(options, executable) : new TemporalService(options);

    private static TemporalServer ChooseIn(string directory, string stack, string? asked)
    {
        var maker = MakerOf(directory);
        var wanted = asked switch
        {
            null => maker ?? TemporalServer.Load(directory) ?? new(),
            TemporalServer.Own => new(),
            _ => new() { Executable = TemporalExecutable.Locate(asked) },
        };
        if (maker is not null && maker.IsReal != wanted.IsReal) throw Other(stack, maker, wanted);
        return wanted.Executable is "" ? throw NoExecutable(stack) : wanted;
    }

    private static TemporalServerException Other(string stack, TemporalServer maker, TemporalServer wanted) => new(
        $"The workflows of the local cloud of '{stack}' were made by {maker}; {wanted}, which was asked for, cannot read them. "
        + "To go on with the first, leave --temporal out. To change, end this rehearsal and begin another:",
        $"./pipai destroy --stack {stack} --yes && ./pipai up --stack {stack} --temporal {wanted.Executable ?? TemporalServer.Own}");

    private static TemporalServerException NoExecutable(string stack) => new(
        $"The workflows of the local cloud of '{stack}' were made by Temporal's development server, before it was written down by which "
            + $"executable. Name it:",
        $"./pipai up --stack {stack} --temporal FILE");

    /// <summary>Who made the workflows that a folder holds; null where it can hold none, because it has no namespace.</summary>
    private static TemporalServer? MakerOf(string directory)
    {
        if (new AccountFile(Path.Combine(directory, "account.json")).Load().Namespaces.Count == 0) return null;
        return TemporalServer.Load(directory)
            ?? (DevServerDatabase.In(directory).Exists && !Directory.Exists(Path.Combine(directory, "histories"))
                ? new() { Executable = "" } : new());
    }
}
