namespace PipAi.Engine.Tests.Scenarios;

/// <summary>What the Pulumi CLI answered to each scenario, over the same wire, and that we answer the same.</summary>
public sealed class ScenarioTests
{
    private static readonly Dictionary<string, Scenario> ByTitle = ScenarioFiles.All.ToDictionary(
        scenario => scenario.Title, StringComparer.Ordinal);

    public static TheoryData<string> Titles => [.. ByTitle.Keys];

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task We_answer_as_the_Pulumi_CLI_does(string title)
    {
        var scenario = ByTitle[title];
        scenario.Check();
        var cloud = new ScenarioCloud(scenario.Cloud);
        await using var server = await ScenarioServer.StartAsync(cloud, new ScenarioLanguage());
        using var engine = new OwnEngine(server.Address);
        var run = new ScenarioRun(scenario, cloud, engine);
        var answer = await run.PlayAsync(TestContext.Current.CancellationToken);
        var stock = ScenarioFiles.Stock(scenario.Kind).GetValueOrDefault(scenario.Name);
        Assert.True(stock is not null, $"No answer of the Pulumi CLI yet: scripts/record-engine '{title}'");
        if (scenario.Ours is null)
        {
            Assert.True(stock == answer, Differences("pulumi", stock!, answer));
        }
        else
        {
            if (Accepts) ScenarioFiles.KeepOurs(scenario, answer);
            var ours = ScenarioFiles.Ours(scenario.Kind).GetValueOrDefault(scenario.Name, "");
            Assert.True(ours == answer, Differences("approved", ours, answer));
            Assert.NotEqual(stock, answer);
        }

        CompareSaid(scenario, run.Said);
    }

    private static bool Accepts =>
        Environment.GetEnvironmentVariable("PIPAI_ACCEPT") == "1" && Environment.GetEnvironmentVariable("CI") is null;

    /// <summary>
    /// Our words are our own, and approved; how bad it is and what it is about is as with Pulumi, unless the scenario says why not.
    /// </summary>
    private static void CompareSaid(Scenario scenario, string said)
    {
        if (Accepts) ScenarioFiles.KeepOursSaid(scenario, said);
        var approved = ScenarioFiles.OursSaid(scenario.Kind).GetValueOrDefault(scenario.Name, "");
        Assert.True(approved == said, Differences("approved", approved, said));
        if (scenario.Ours is not null) return;
        var stock = ScenarioFiles.StockSaid(scenario.Kind).GetValueOrDefault(scenario.Name, "");
        var (theirs, ours) = (KindsOf(stock), KindsOf(said));
        if (scenario.Said is null) Assert.True(theirs == ours, Differences("pulumi", stock, said));
        else Assert.NotEqual(theirs, ours);
    }

    /// <summary>Of one kind under one command there may be several, in words of their own.</summary>
    private static string KindsOf(string said)
    {
        var command = "";
        return string.Join(
            '\n',
            said.Split('\n').Select(line => line.StartsWith('>') ? command = line : $"{command} {Complaint.KindOf(line)}").Distinct());
    }

    [Fact]
    public void Every_kind_has_its_scenarios_and_every_answer_is_one_to_a_scenario()
    {
        var kinds = ScenarioFiles.All.GroupBy(scenario => scenario.Kind).ToDictionary(
            kind => kind.Key, kind => kind.Select(scenario => scenario.Name).ToHashSet());
        Assert.Equal(
            [
                "alias", "delete-before-replace", "deleted-with", "ignore-changes", "import", "interrupted", "malformed", "pending",
                "protect",
                "provider-replacement", "read", "refresh", "replace-on-changes", "retain", "secrets", "target",
            ],
            kinds.Keys.Order(StringComparer.Ordinal));
        Assert.True(ScenarioFiles.All.Count >= 120);
        Assert.All(kinds, kind => Assert.Superset(ScenarioFiles.Stock(kind.Key).Keys.ToHashSet(), kind.Value));
        Assert.All(kinds, kind => Assert.Equal(
            ScenarioFiles.All.Where(scenario => scenario.Kind == kind.Key && scenario.Ours is not null).Select(scenario => scenario.Name),
            ScenarioFiles.Ours(kind.Key).Keys));
    }

    /// <summary>The lines that only one side has, in their order.</summary>
    private static string Differences(string approver, string approved, string answer)
    {
        var (then, now) = (approved.Split('\n'), answer.Split('\n'));
        return $"\n{string.Join(
            '\n',
            then.Except(now).Select(line => $"{approver}: {line}").Concat(
                now.Except(then).Select(line => $"ours: {line}")))}\nAll of ours:\n{answer}";
    }
}
