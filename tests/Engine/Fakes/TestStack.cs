using System.Collections.Immutable;
using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Backend;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Operations;
using PipAi.Testing;

namespace PipAi.Engine.Tests.Fakes;

/// <summary>A project and a stack in a temporary folder, with a fake cloud.</summary>
public sealed class TestStack : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    private TestStack(FakeCloud cloud) => Cloud = cloud;

    public FakeCloud Cloud { get; }

    public string Folder => folder.Path;

    public List<EngineEvent> Events { get; } = [];

    public StackContext Context { get; private set; } = null!;

    public string StateFile => Path.Combine(Folder, ".pulumi", "stacks", "proj", "dev.json");

    public StackStore Store => new(Context);

    public static async Task<TestStack> CreateAsync(string config = "")
    {
        var stack = new TestStack(await FakeCloud.StartAsync());
        await File.WriteAllTextAsync(Path.Combine(stack.Folder, "Pulumi.yaml"), "name: proj\nruntime: dotnet\n" + config);
        stack.Context = new StackContext
        {
            ProjectFile = Path.Combine(stack.Folder, "Pulumi.yaml"),
            StackName = "dev",
            BackendDirectory = stack.Folder,
            Program = FakeProgram.Of(),
            Providers = ImmutableDictionary<string, LaunchCommand>.Empty.Add("test", LaunchCommand.Attach(stack.Cloud.Address)),
            Passphrase = () => "correct horse",
            Parallel = 8,
        };
        return stack;
    }

    public StackEngine Engine(LaunchCommand program) => new(Context with { Program = program });

    public Task<UpdateResult> UpAsync(LaunchCommand program, UpOptions? options = null) =>
        Engine(program).UpAsync(options ?? new UpOptions(), new EventCollector(Events), TestContext.Current.CancellationToken);

    public Task<UpdateResult> UpAsync(params Wanted[] resources) => UpAsync(FakeProgram.Of(resources));

    public Task<PreviewResult> PreviewAsync(LaunchCommand program, PreviewOptions? options = null) =>
        Engine(program).PreviewAsync(options ?? new PreviewOptions(), new EventCollector(Events), TestContext.Current.CancellationToken);

    public Task<PreviewResult> PreviewAsync(params Wanted[] resources) => PreviewAsync(FakeProgram.Of(resources));

    public Task<UpdateResult> DestroyAsync(DestroyOptions? options = null) =>
        Engine(FakeProgram.Of()).DestroyAsync(
            options ?? new DestroyOptions(), new EventCollector(Events), TestContext.Current.CancellationToken);

    public Task<UpdateResult> RefreshAsync(RefreshOptions? options = null) =>
        Engine(FakeProgram.Of()).RefreshAsync(
            options ?? new RefreshOptions(), new EventCollector(Events), TestContext.Current.CancellationToken);

    /// <summary>The plan's steps as <c>create a</c>, without those of the stack and the providers.</summary>
    public static string[] Steps(OperationResult result) =>
    [
        .. result.Plan.Steps
            .Where(step => !step.Type.StartsWith("pulumi:", StringComparison.Ordinal))
            .Select(step => $"{EmbeddedPulumi.Engine.Planning.StepOps.Name(step.Op)} {step.Name}"),
    ];

    public async ValueTask DisposeAsync()
    {
        await Cloud.DisposeAsync();
        folder.Dispose();
    }
}
