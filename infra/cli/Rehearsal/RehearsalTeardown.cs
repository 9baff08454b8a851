using PipAi.Cli.Files;
using PipAi.LocalCloud.Hosting;

namespace PipAi.Cli.Rehearsal;

/// <summary>Ends a stack's rehearsal: no process, port or file of it is left.</summary>
internal sealed class RehearsalTeardown(Workspace workspace, string stack, HostEnvironment host)
{
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        await new CloudProcess(workspace, stack, host).StopAsync(cancellation);
        var directory = workspace.CloudDirectory(stack);
        LocalCloudHost.EndLeftovers(directory);
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        RemoveIfEmpty(Path.GetDirectoryName(directory)!);
        new UnfinishedDrill(workspace, stack, host).Forget();
        // The last rehearsal takes the passphrase and the empty state folders with it.
        if (!Directory.Exists(Path.Combine(workspace.Home, "cloud")) && !HasStacks()) RemoveHome();
    }

    private bool HasStacks()
    {
        var stacks = Path.Combine(workspace.Home, ".pulumi", "stacks");
        return Directory.Exists(stacks) && Directory.EnumerateFiles(stacks, "*.json*", SearchOption.AllDirectories).Any();
    }

    private void RemoveHome()
    {
        if (Directory.Exists(workspace.Home)) Directory.Delete(workspace.Home, recursive: true);
    }

    private static void RemoveIfEmpty(string directory)
    {
        if (Directory.Exists(directory) && !Directory.EnumerateFileSystemEntries(directory).Any()) Directory.Delete(directory);
    }
}
