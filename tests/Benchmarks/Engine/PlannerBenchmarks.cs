using BenchmarkDotNet.Attributes;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.State;

namespace PipAi.Benchmarks.Engine;

/// <summary>Decisions about a whole program, providers' answers given: it must grow with the number of resources, not faster.</summary>
[MemoryDiagnoser]
public class PlannerBenchmarks
{
    private ResourceState[] olds = [];

    /// <summary>How many resources.</summary>
    [Params(1_000, 10_000)]
    public int Resources { get; set; }

    /// <summary>Makes the state.</summary>
    [GlobalSetup]
    public void Prepare() => olds = [.. SampleState.Of(Resources).Resources.Where(resource => !resource.IsProvider)];

    /// <summary>Nothing changed, and the provider leaves the comparison to the engine.</summary>
    [Benchmark]
    public int Same()
    {
        var steps = 0;
        foreach (var old in olds)
        {
            var goal = new Goal(old with { Id = "", Outputs = EmbeddedPulumi.Protocol.PropertyMap.Empty }, null);
            var answers = new ProviderResponses(new CheckAnswer(goal.State.Inputs, []), new DiffAnswer());
            if (Planner.Decide(new PlanningInput(goal) { Old = old }, answers) is Decision.Act act) steps += act.Steps.Length;
        }

        return steps;
    }

    /// <summary>The order in which everything is deleted.</summary>
    [Benchmark]
    public int Deletion() => DeletionOrder.Waves(olds, olds.ToHashSet()).Length;
}
