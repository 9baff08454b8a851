using System.Collections.Immutable;
using Google.Protobuf.Reflection;

namespace PipAi.LocalCloud.Temporal.Offer;

/// <summary>
/// The table of what is offered. A method that does not stand here answers UNIMPLEMENTED; a field that is set and not taken is
/// refused by its name, because a caller who asks for something must not believe that he got it.
/// </summary>
internal static class OfferedMethods
{
    private static readonly ImmutableDictionary<string, OfferedMethod> ByName =
        CloudMethods.All.Concat(WorkflowMethods.All).ToImmutableDictionary(method => method.Name);

    /// <summary>All of them.</summary>
    public static IEnumerable<OfferedMethod> All => CloudMethods.All.Concat(WorkflowMethods.All);

    /// <summary>The line of a method, or null if it is not offered.</summary>
    public static OfferedMethod? Find(MethodDescriptor method) => ByName.GetValueOrDefault($"{method.Service.Name}/{method.Name}");
}
