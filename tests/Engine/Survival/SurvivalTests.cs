using System.Collections.Immutable;
using CsCheck;
using EmbeddedPulumi.Engine.Planning;

namespace PipAi.Engine.Tests.Survival;

public sealed class SurvivalTests
{
    /// <summary><c>scripts/acceptance</c> asks for a hundred times as many.</summary>
    private static readonly long Cases = long.TryParse(Environment.GetEnvironmentVariable("PIPAI_CASES"), out var cases) ? cases : 1_000;

    private static readonly Gen<Part> Resources =
        Gen.Select(Gen.Bool, Gen.Int[1, 2], Gen.Bool, Gen.Int[0, 4], Gen.Int[0, 4].Array[0, 2], Gen.Int[0, 2], Gen.Int[0, 9], Gen.Bool)
            .Select((newKind, size, deleteFirst, component, dependencies, prefix, parent, renamed) =>
                new Part(newKind, size, deleteFirst, component == 0, dependencies, prefix, parent, renamed));

    /// <summary>
    /// Names come in any order, so that from one program to the next a resource may come to depend on what depended on it.
    /// </summary>
    private static readonly Gen<ImmutableArray<ModelResource>> Programs =
        Gen.Select(Resources.Array[0, 5], Gen.Shuffle(new[] { 0, 1, 2, 3, 4 })).Select((parts, slots) =>
            parts.Select((part, index) => new ModelResource(
                $"r{part.Prefix}-{slots[index]}",
                part.NewKind,
                part.Size,
                part.DeleteFirst,
                part.Component,
                index == 0 ? [] : [.. part.Dependencies.Select(dependency => dependency % index).Distinct().Order()])
            {
                Parent = part.Parent < index && parts[part.Parent].Component ? part.Parent : null,
                Aliases = part.Renamed
                    ? [.. Enumerable.Range(0, 3).Where(prefix => prefix != part.Prefix).Select(prefix => $"r{prefix}-{slots[index]}")] : [],
            }).ToImmutableArray());

    private static readonly Gen<Dictionary<int, Fault>> FaultPlans =
        Gen.Select(Gen.Int[0, 6], Gen.Enum<Fault>()).Array[0, 2].Select(faults =>
            faults.GroupBy(fault => fault.Item1).ToDictionary(group => group.Key, group => group.First().Item2));

    /// <summary>Patterns for resources whatever their prefix; none for all.</summary>
    private static readonly Gen<ImmutableArray<string>> Targets =
        Gen.Int[0, 15].Select(slots => slots > 4 ? ImmutableArray<string>.Empty : [$"**-{slots}", $"**-{(slots + 1) % 5}"]);

    private static readonly Gen<Operation> Operations =
        Gen.Select(Programs, FaultPlans, Gen.Int[0, 9], Targets)
            .Select((program, faults, kind, targets) => new Operation(program, faults, kind == 0, kind == 1, targets));

    private sealed record Operation(
        ImmutableArray<ModelResource> Program, Dictionary<int, Fault> Faults, bool Destroy, bool Refresh, ImmutableArray<string> Targets)
    {
        public override string ToString() =>
            $"{(Destroy ? "destroy" : Refresh ? "refresh" : $"up [{string.Join(", ", Program.Select(Text))}]")} "
            + $"targets [{string.Join(", ", Targets)}] faults {{{string.Join(", ", Faults)}}}";

        private static string Text(ModelResource r) =>
            $"{r.Name}{(r.Component ? " component" : "")} kind={r.NewKind} size={r.Size}{(r.DeleteFirst ? " dbr" : "")} on [{string.Join(
                ",", r.DependsOn)}]"
            + $"{(r.Parent is { } parent ? $" in {parent}" : "")}{(r.Aliases.IsEmpty ? "" : " renamed")}";
    }

    [Fact]
    public Task Whatever_happens_the_state_stays_valid_and_a_clean_run_converges() =>
        Gen.Select(Operations.Array[1, 3], Programs).SampleAsync(
            async (operations, goal) =>
            {
                var stack = new ModelStack();
                foreach (var operation in operations)
                {
                    await stack.RunAsync(
                        operation.Destroy ? null : operation.Program, operation.Faults, operation.Refresh, operation.Targets);
                    await CheckConsistentAsync(stack);
                }

                await CheckConvergesAsync(stack, goal);
            },
            iter: Cases,
            threads: 2,
            print: value =>
                $"{string.Join("; ", value.Item1.Select(operation => operation.ToString()))}; then {new Operation(
                    value.Item2, [], false, false, [])}");

    [Theory]
    [InlineData(Fault.KilledBefore)]
    [InlineData(Fault.KilledAfter)]
    public async Task Killed_at_every_call_boundary_the_next_run_finishes_the_job(object fault)
    {
        var first = Chain(12, newKind: false, size: 1);
        foreach (var next in new ImmutableArray<ModelResource>?[]
        {
            Chain(12, newKind: false, size: 2),
            Chain(12, newKind: true, size: 1),
            Chain(7, newKind: false, size: 1),
            null,
        })
        {
            for (var boundary = 0; ; boundary++)
            {
                var stack = new ModelStack();
                await stack.RunAsync(first, []);
                var killed = await stack.RunAsync(next, new Dictionary<int, Fault> { [boundary] = (Fault)fault });
                await CheckConsistentAsync(stack);
                if (killed is not null) break;
                await CheckConvergesAsync(stack, next ?? []);
            }
        }
    }

    private static ImmutableArray<ModelResource> Chain(int count, bool newKind, int size) =>
    [
        .. Enumerable.Range(0, count).Select(
            i => new ModelResource($"r{i}", newKind, size, DeleteFirst: i % 3 == 0, Component: i % 5 == 4, i == 0 ? [] : [i - 1])),
    ];

    /// <summary>Everything in the cloud is in the state, or the state knows that it may be there; and the other way round.</summary>
    private static async Task CheckConsistentAsync(ModelStack stack)
    {
        // Reading checks the rules of integrity.
        var state = await stack.ReadAsync();
        foreach (var item in stack.Cloud.Items.Values)
        {
            var isKnown = state.Resources.Any(resource => resource.Id == item.Id)
                || state.Intents.Any(intent => intent.Kind == "creating" && intent.Resource.Urn == item.Urn);
            Assert.True(isKnown, $"{item.Id} of {item.Urn} is lost: the state does not know of it");
        }

        foreach (var resource in state.Resources.Where(resource => resource.Custom && !resource.IsProvider && !resource.PendingReplacement))
        {
            var isThere = stack.Cloud.Items.ContainsKey(resource.Id)
                || state.Intents.Any(intent => intent.Kind == "deleting" && intent.Resource.Urn == resource.Urn);
            Assert.True(isThere, $"{resource.Id} of {resource.Urn} is in the state, but gone");
        }
    }

    private static async Task CheckConvergesAsync(ModelStack stack, ImmutableArray<ModelResource> goal)
    {
        var run = await stack.RunAsync(goal, []);
        Assert.True(run!.Failure is null, string.Join("; ", run.Events.Diagnostics.Select(diagnostic => diagnostic.Message)));
        await CheckConsistentAsync(stack);
        // A creation whose answer was lost, and that this goal does not repeat, is all that may stay in doubt.
        var doubtful = (await stack.ReadAsync()).Intents;
        Assert.All(doubtful, intent => Assert.Equal("creating", intent.Kind));
        var expected = goal.Where(resource => !resource.Component).Select(resource => $"{resource.Name} {resource.NewKind} {resource.Size}")
            .Order();
        var names = (await stack.ReadAsync()).Resources.Where(resource => resource.Custom).ToDictionary(
            resource => resource.Id, resource => resource.Name);
        var actual =
            stack.Cloud.Items.Values.Where(item => names.ContainsKey(item.Id) || !doubtful.Any(intent => intent.Resource.Urn == item.Urn))
                .Select(
                    item =>
                        $"{names.GetValueOrDefault(
                            item.Id)} {item.Inputs.Fields["kind"].BoolValue} {item.Inputs.Fields["size"].NumberValue}").Order();
        Assert.Equal(expected, actual);
        var again = await stack.RunAsync(goal, []);
        Assert.DoesNotContain(again!.Steps, step => step.Op.IsChange());
    }

    private sealed record Part(
        bool NewKind, int Size, bool DeleteFirst, bool Component, int[] Dependencies, int Prefix, int Parent, bool Renamed);
}
