using Grpc.Core;

namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>
/// Provider plugins that can be called in their engine's process: what a host of engines loads an assembly of plugins for.
/// </summary>
public interface IInProcessProviderFactory
{
    /// <summary>Makes a provider of a package, not configured yet, and returns what calls it.</summary>
    /// <param name="package">The package's name, such as <c>aws</c>.</param>
    /// <param name="programDirectory">The program's folder, which relative paths in inputs start from.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no plugin of that package.</exception>
    CallInvoker Link(string package, string programDirectory);
}
