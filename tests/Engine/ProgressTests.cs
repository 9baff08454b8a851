using EmbeddedPulumi.Engine.Events;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests;

public sealed class ProgressTests
{
    [Fact]
    public async Task Whoever_watches_knows_what_a_provider_is_asked_about_until_it_answers()
    {
        await using var stack = await TestStack.CreateAsync();
        string[] during = [];
        stack.Cloud.Before = (call, _) =>
        {
            if (call == "Check") during = Questions(stack);
            return Task.CompletedTask;
        };
        Assert.True((await stack.UpAsync(new Wanted("a"))).Succeeded);
        Assert.Equal(["Asking Thing::a"], during);
        Assert.Equal(["Asking Thing::a", "Asked Thing::a"], Questions(stack));
    }

    [Fact]
    public async Task A_question_that_fails_is_over_too()
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.Before = (call, _) => call == "Check"
            ? throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.Internal, "no"))
            : Task.CompletedTask;
        Assert.False((await stack.UpAsync(new Wanted("a"))).Succeeded);
        Assert.Equal(["Asking Thing::a", "Asked Thing::a"], Questions(stack));
    }

    [Fact]
    public async Task Before_anything_is_deleted_it_is_known_how_much_goes()
    {
        await using var stack = await TestStack.CreateAsync();
        Assert.True((await stack.UpAsync(new Wanted("a"), new Wanted("b"))).Succeeded);
        stack.Events.Clear();
        Assert.True((await stack.DestroyAsync()).Succeeded);
        var deletions = stack.Events.Where(happened => happened is EngineEvent.Deleting or EngineEvent.StepDone { Step.IsInternal: false })
            .ToList();
        var announced = Assert.IsType<EngineEvent.Deleting>(deletions[0]);
        Assert.Equal(announced.Count, deletions.Count - 1);
    }

    private static string[] Questions(TestStack stack)
    {
        lock (stack.Events)
        {
            return
            [
                .. stack.Events.Select(happened => happened switch
                {
                    EngineEvent.ProviderCallStarted { Urn: var urn } => $"Asking {urn[urn.IndexOf("Thing::", StringComparison.Ordinal)..]}",
                    EngineEvent.ProviderCallCompleted { Urn: var urn } =>
                        $"Asked {urn[urn.IndexOf("Thing::", StringComparison.Ordinal)..]}",
                    _ => "",
                }).Where(line => line.Length > 0),
            ];
        }
    }
}
