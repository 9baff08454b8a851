using PipAi.Infra.Policies;
using Pulumi.Testing;

namespace PipAi.Program.Tests;

/// <summary>A cloud in which some things take until they are let go: what is declared meanwhile did not wait for them.</summary>
internal sealed class HeldMocks(Func<MockResourceArgs, bool> isHeld) : IMocks
{
    private readonly DeclarationRecorder inner = new();
    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly HashSet<string> declared = new(StringComparer.Ordinal);
    private readonly List<(string Name, TaskCompletionSource Seen)> awaited = [];

    /// <summary>What was declared so far, as <c>Class name</c>.</summary>
    public IReadOnlySet<string> Declared
    {
        get { lock (gate) return new HashSet<string>(declared, StringComparer.Ordinal); }
    }

    /// <summary>Ends when that was declared.</summary>
    public Task SeenAsync(string title)
    {
        lock (gate)
        {
            if (declared.Contains(title)) return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            awaited.Add((title, seen));
            return seen.Task;
        }
    }

    /// <summary>Lets go what is held.</summary>
    public void Release() => release.TrySetResult();

    public async Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        Note($"{args.Type!.Split(':')[^1]} {args.Name}");
        if (isHeld(args)) await release.Task;
        return await inner.NewResourceAsync(args);
    }

    public Task<object> CallAsync(MockCallArgs args) => inner.CallAsync(args);

    private void Note(string title)
    {
        lock (gate)
        {
            declared.Add(title);
            foreach (var (_, seen) in awaited.Where(one => one.Name == title)) seen.TrySetResult();
        }
    }
}
