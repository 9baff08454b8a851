using System.Collections.Immutable;
using Google.Protobuf;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Temporal.Offer;

/// <summary>One line of the table of what is offered: a method, and what its request may say.</summary>
/// <param name="name">Service and method, such as <c>CloudService/CreateNamespace</c>.</param>
/// <param name="takes">The fields that may be set, nested ones as <c>a.b</c>; null where all may but <paramref name="refuses"/>.</param>
/// <param name="needs">Those of them that must be set.</param>
/// <param name="refuses">Fields that ask for something that is not done here.</param>
internal sealed class OfferedMethod(
    string name, ImmutableArray<string>? takes, ImmutableArray<string> needs, ImmutableArray<string> refuses)
{
    private readonly FieldTree? allowed = takes is { } paths ? FieldTree.Of(paths) : null;
    private readonly FieldTree refused = FieldTree.Of(refuses);

    /// <summary>Service and method.</summary>
    public string Name => name;

    /// <summary>As the README shows it.</summary>
    public OfferedOperation Shown => new()
    {
        Name = name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..],
        Call = name,
        Body = takes is { } paths
            ? [.. paths.Select(path => needs.Contains(path) ? path + "!" : path)] : [.. refuses.Select(path => "-" + path)],
    };

    /// <summary>What is wrong with the fields of a request, the first thing; null if nothing is.</summary>
    public string? Fault(IMessage request)
    {
        if (allowed?.FirstOther(request) is { } other) return $"{name} takes no {other} here";
        if (refused.FirstSet(request) is { } set) return $"{name} takes no field '{set}' here";
        return needs.FirstOrDefault(path => !FieldTree.IsSet(request, path)) is { } missing ? $"{missing} is required" : null;
    }
}
