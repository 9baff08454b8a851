using System.Runtime.Loader;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Protocol.Rpc;
using Grpc.Core;

namespace PipAi.Cli.Rehearsal;

/// <summary>
/// The provider plugins in this process, loaded when the first is asked for. There is no reference to them: what this command line is
/// built from knows no provider.
/// </summary>
/// <param name="file">The assembly that links them, in the folder of all that it needs.</param>
internal sealed class InProcessProviders(string file)
{
    private const string TypeName = "PipAi.Providers.Host.PluginLinks";
    private readonly Lazy<IInProcessProviderFactory?> links = new(() => Load(file));

    /// <summary>Links a package's provider; where the assembly was not built, the plugin is started.</summary>
    public LaunchCommand Command(string package, LaunchCommand.Executable plugin)
    {
        CallInvoker? Link(string programDirectory) => links.Value?.Link(package, programDirectory);
        return LaunchCommand.Link(Link, plugin);
    }

    private static IInProcessProviderFactory? Load(string file)
    {
        if (!File.Exists(file)) return null;
        var folder = Path.GetDirectoryName(file)!;
        // One build, one version of everything: what is loaded already, such as the protocol, is the same in that folder.
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(folder, name.Name + ".dll") is var needed && File.Exists(needed) ? context.LoadFromAssemblyPath(needed) : null;
        return (IInProcessProviderFactory?)Activator.CreateInstance(
            AssemblyLoadContext.Default.LoadFromAssemblyPath(file).GetType(TypeName, throwOnError: true)!);
    }
}
