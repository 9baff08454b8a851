using System.Globalization;
using System.Text.RegularExpressions;
using PipAi.Survival.Tests.Cloud;
using PipAi.Survival.Tests.Runs;

namespace PipAi.Survival.Tests;

/// <summary>
/// The engine, as a process of its own, is killed by SIGKILL at the boundaries of the provider calls of the production stack. A
/// chain runs an operation again and again; each run dies at the first boundary that no run before it died at, and the one that
/// dies no more has finished the job. <c>PIPAI_KILLS</c> is <c>all</c> for every boundary, which <c>scripts/acceptance</c> asks
/// for, or about how many of each operation, by default 3.
/// </summary>
public sealed partial class ProdStackTests
{
    private const int CallsOfAnOperation = 100;
    private static readonly int Share = Environment.GetEnvironmentVariable("PIPAI_KILLS") switch
    {
        "all" => 1,
        { Length: > 0 } count => Math.Max(1, CallsOfAnOperation / int.Parse(count, CultureInfo.InvariantCulture)),
        _ => CallsOfAnOperation / 3,
    };

    [Fact]
    public async Task Killed_at_any_call_boundary_the_next_run_finishes_the_job()
    {
        using var calm = new ProdStack(KillPoint.Before, share: 0);
        using var before = new ProdStack(KillPoint.Before, Share);
        using var after = new ProdStack(KillPoint.After, Share);
        ProdStack[] all = [calm, before, after];

        await EachAsync("up");
        var first = calm.Items;
        foreach (var stack in all)
        {
            await stack.ChangeAsync();
            await stack.UnprotectAsync();
        }

        await EachAsync("up");
        CheckManyKindsOfChange(first, calm.Items);
        foreach (var stack in all) await stack.UnprotectAsync();
        await EachAsync("destroy");
        Assert.All(all, stack => Assert.Empty(stack.Items));
        Assert.All(all, stack => Assert.Empty(stack.Known));
        Assert.True(before.Kills > 0 && after.Kills > 0, "nothing was killed");
        foreach (var stack in all) TestContext.Current.TestOutputHelper!.WriteLine($"{stack.Runs} runs, {stack.Kills} of them killed");

        // Two chains at once, for the two processors of a small machine.
        async Task EachAsync(string operation)
        {
            await calm.ConvergeAsync(operation);
            await Task.WhenAll(DisturbedAsync(before, operation), DisturbedAsync(after, operation));
        }

        async Task DisturbedAsync(ProdStack stack, string operation)
        {
            await stack.ConvergeAsync(operation);
            if (operation == "up") await stack.ConvergeAsync("preview");
            Assert.Equal(Described(calm.Items), Described(stack.Items));
        }
    }

    /// <summary>The update is worth being interrupted: things appear, go, change and are replaced.</summary>
    private static void CheckManyKindsOfChange(IReadOnlyList<Item> before, IReadOnlyList<Item> after)
    {
        var (then, now) = (before.ToDictionary(item => item.Urn), after.ToDictionary(item => item.Urn));
        Assert.True(now.Keys.Except(then.Keys).Any(), "nothing was added");
        Assert.True(then.Keys.Except(now.Keys).Any(), "nothing was removed");
        var both = then.Keys.Intersect(now.Keys).Select(urn => (Then: then[urn], Now: now[urn])).ToArray();
        Assert.True(both.Count(pair => pair.Then.Id != pair.Now.Id) >= 2, "nothing was replaced");
        Assert.True(
            both.Count(pair => pair.Then.Id == pair.Now.Id && !pair.Then.Inputs.Equals(pair.Now.Inputs)) > 10,
            "hardly anything was updated");
    }

    /// <summary>What exists, the ids that are chosen at random taken out, and what is counted from them.</summary>
    private static string[] Described(IReadOnlyList<Item> items)
    {
        var text = string.Join('\0', items.OrderBy(item => item.Urn, StringComparer.Ordinal).Select(item => item.ToString()));
        foreach (var item in items) text = text.Replace(item.Id, $"<{item.Name}>", StringComparison.Ordinal);
        return Digests().Replace(text, "<digest>").Split('\0');
    }

    // A deployment of the frontend says which values of its variables it has.
    [GeneratedRegex("(?<=\"variables\": \")[0-9a-f]{16}")]
    private static partial Regex Digests();
}
