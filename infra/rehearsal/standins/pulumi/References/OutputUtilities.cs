using System.Collections.Immutable;

namespace Pulumi.Utilities;

/// <summary>Looks into outputs: for tests and for libraries, not for programs.</summary>
public static class OutputUtilities
{
    /// <summary>An output that is unknown, with a value that nothing will see.</summary>
    public static Output<T> CreateUnknown<T>(T value) => new(Task.FromResult(Resolved<T>.Plain(value) with { IsKnown = false }));

    /// <summary>An output that is unknown; the function is never called.</summary>
    public static Output<T> CreateUnknown<T>(Func<Task<T>> valueFactory) => CreateUnknown(default(T)!);

    /// <summary>The same output, coming from one more resource.</summary>
    public static Output<T> WithDependency<T>(Output<T> output, Resource resource)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(resource);
        return output.WithResources([resource]);
    }

    /// <summary>Whether an output is known.</summary>
    public static async Task<bool> GetIsKnownAsync<T>(Output<T> output) => (await output.Resolution.ConfigureAwait(false)).IsKnown;

    /// <summary>An output's value; the type's default while it is unknown.</summary>
    public static Task<T> GetValueAsync<T>(Output<T> output) => output.GetValueAsync(whenUnknown: default!);

    /// <summary>The resources that an output comes from.</summary>
    public static async Task<ImmutableHashSet<Resource>> GetDependenciesAsync<T>(Output<T> output) =>
        [.. (await output.Resolution.ConfigureAwait(false)).Resources.Cast<Resource>()];
}
