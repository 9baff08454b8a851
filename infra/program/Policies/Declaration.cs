using System.Collections.Immutable;
using PipAi.Infra.Settings;
using Pulumi;
using Pulumi.Testing;

namespace PipAi.Infra.Policies;

/// <summary>What a stack's program declares, read off without any cloud.</summary>
/// <param name="Settings">The stack's settings.</param>
/// <param name="Resources">The resources, in the order of the program.</param>
/// <param name="Outputs">The stack's outputs.</param>
internal sealed record Declaration(
    PlatformSettings Settings, ImmutableArray<PolicyResource> Resources, IDictionary<string, object?> Outputs)
{
    /// <summary>The resources of a type.</summary>
    public IEnumerable<PolicyResource> OfType(string type) => Resources.Where(resource => resource.Type == type);

    /// <summary>Runs a program in memory and reads off what it declares.</summary>
    /// <param name="settings">The stack's settings.</param>
    /// <param name="program">What declares the stack, each component with these options, and answers with its outputs.</param>
    public static async Task<Declaration> ReadAsync(
        PlatformSettings settings, Func<PlatformSettings, ComponentResourceOptions?, IDictionary<string, object?>> program)
    {
        var recorder = new DeclarationRecorder();
        var options = new TestOptions { ProjectName = SettingReader.Namespace, StackName = settings.Stack, IsPreview = false };
        var (_, outputs) = await ApartAsync(() => Deployment.TestAsync(
            recorder, options, () => program(settings, new ComponentResourceOptions { ResourceTransformations = { recorder.Note } })));
        return new Declaration(settings, await recorder.ReadAsync(), outputs);
    }

    // Pulumi's SDK allows one deployment for each asynchronous flow, and this may be called within the real one: the flow is
    // not passed on, so that the declaration in memory has a flow, and a deployment, of its own.
    private static Task<T> ApartAsync<T>(Func<Task<T>> run)
    {
        using (ExecutionContext.SuppressFlow()) return Task.Run(run);
    }
}
