using System.Globalization;
using PipAi.Cli.Files;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Platform;
using PipAi.Operations.Drills;

namespace PipAi.Cli.Rehearsal;

/// <summary>What a drill of a stack has broken: noted in a file, so that the next command mends what a drill that died has left.</summary>
internal sealed class UnfinishedDrill(Workspace workspace, string stack, HostEnvironment host)
{
    /// <summary>Whether anything is noted: asked before every verb, and hardly ever true.</summary>
    public bool IsNoted => File.Exists(NoteFile);

    private string NoteFile => Path.Combine(workspace.Home, "drills", $"{stack}.json");

    /// <summary>The note, as this process writes it.</summary>
    public DrillJournal Journal => new(NoteFile, Named(ProcessIdentity.Current), host.Time);

    /// <summary>Forgets what was broken: it went with the cloud.</summary>
    public void Forget()
    {
        if (IsNoted) File.Delete(NoteFile);
    }

    /// <summary>Mends what is left of a drill whose process is gone.</summary>
    /// <returns>What was broken; null when nothing is, or the drill still runs.</returns>
    /// <exception cref="LocalCloudSilentException">The cloud does not answer.</exception>
    public async Task<DrillNote?> MendAsync(CloudEndpoints endpoints, CancellationToken cancellation)
    {
        if (Journal.Read() is not { } note || IsAlive(note.Owner)) return null;
        using var cloud = new LocalCloudClient(endpoints);
        return await Journal.MendAsync(new LocalDrillFaults(cloud), cancellation);
    }

    private static string Named(ProcessIdentity process) => string.Create(CultureInfo.InvariantCulture, $"{process.Id} {process.Started}");

    private static bool IsAlive(string owner) =>
        int.TryParse(owner.Split(' ')[0], CultureInfo.InvariantCulture, out var id) && ProcessIdentity.Of(id) is { } process
        && Named(process) == owner;
}
