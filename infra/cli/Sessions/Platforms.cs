using PipAi.Cli.Errors;
using PipAi.Cli.Live;
using PipAi.Cli.Rehearsal;
using PipAi.Operations.Platform;

namespace PipAi.Cli.Sessions;

/// <summary>Opens what is deployed: the rehearsal, or with `--live` what the Pulumi CLI deployed.</summary>
internal static class Platforms
{
    /// <summary>The platform of the session's stack.</summary>
    /// <exception cref="CliException">There is no such stack, nothing of it runs, or credentials are missing.</exception>
    /// <exception cref="IncompletePlatformException">The stack is not deployed, or not fully.</exception>
    public static async Task<DeployedPlatform> OpenAsync(Session session)
    {
        session.Workspace.RequireStack(session.Stack);
        return session.Live ? await LiveAsync(session) : await RehearsedAsync(session);
    }

    private static async Task<DeployedPlatform> RehearsedAsync(Session session)
    {
        var access = RehearsalAccess.To(session.Cloud.Require());
        var stack = session.RehearsalStack;
        return new DeployedPlatform(
            session.Stack, await stack.OutputsAsync(session.Cancellation), await stack.DeclaredAsync(session.Cancellation), access);
    }

    private static async Task<DeployedPlatform> LiveAsync(Session session)
    {
        var access = VendorEnvironment.Access(session.Host.Variable);
        var stack = new PulumiStack(session.Workspace.Root, session.Stack, session.Host.Variable);
        var (outputs, export) = (stack.OutputsAsync(session.Cancellation), stack.ExportAsync(session.Cancellation));
        return new DeployedPlatform(session.Stack, PlatformOutputs.Parse(await outputs), DeclaredResource.Parse(await export), access)
        {
            IsLive = true,
        };
    }
}
