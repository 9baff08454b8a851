using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>The stack of a test that is written as a function.</summary>
internal sealed class TestStack : Stack
{
    public TestStack(Func<Task<IDictionary<string, object?>>> createResources)
    {
        Results = createResources();
        ProgramContext.Running.Tasks.Add(Results);
        RegisterOutputs(ImmutableDictionary<string, object?>.Empty);
    }

    /// <summary>What the function returned.</summary>
    public Task<IDictionary<string, object?>> Results { get; }
}
