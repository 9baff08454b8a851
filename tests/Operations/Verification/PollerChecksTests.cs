using PipAi.Operations.Tests.Platform;
using PipAi.Operations.Verification;

namespace PipAi.Operations.Tests.Verification;

public sealed class PollerChecksTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Declared = ["a1", "a2", "a3", "a4", "b1", "c1"];
    private readonly Dictionary<string, DateTimeOffset> pollers = new()
    {
        ["iad/a1@pip-ai-temporal-workers"] = Now,
        ["iad/a2@pip-ai-temporal-workers"] = Now - TimeSpan.FromSeconds(59),
        ["iad/a3@pip-ai-temporal-workers"] = Now - TimeSpan.FromSeconds(75),
        ["iad/a4@pip-ai-temporal-workers"] = Now,
        ["ord/b1@pip-ai-temporal-workers"] = Now,
        ["lax/c1@pip-ai-temporal-workers"] = Now,
    };

    [Fact]
    public void Workers_that_asked_within_one_poll_count() => Assert.All(Judge(), check => Assert.True(check.Passed, check.ToString()));

    [Fact]
    public void A_poller_older_than_one_poll_does_not_count_although_Temporal_lists_it()
    {
        pollers["iad/a3@pip-ai-temporal-workers"] = Now - TimeSpan.FromSeconds(130);

        var broken = Assert.Single(Judge(), check => !check.Passed);

        Assert.Equal("4 workers in iad poll 'documents'", broken.Name);
        Assert.Equal("3 of 4 poll; a3 last 130 s ago", broken.Evidence);
    }

    [Fact]
    public void A_clone_stands_in_for_no_declared_worker_and_is_named_with_the_command_that_removes_it()
    {
        pollers.Remove("iad/a1@pip-ai-temporal-workers");
        pollers["iad/clone@pip-ai-temporal-workers"] = Now;

        var broken = Judge().Where(check => !check.Passed).ToList();

        Assert.Equal(
            ["3 of 4 poll", "nobody declared the poller 'iad/clone@pip-ai-temporal-workers', 0 s ago"],
            broken.Select(check => check.Evidence));
        Assert.Equal("./pipai verify --remove clone", broken[1].Fix);
    }

    [Fact]
    public void A_poller_that_is_no_machine_of_the_app_loses_its_key()
    {
        pollers["1234@laptop"] = Now;

        var broken = Assert.Single(Judge(), check => !check.Passed);

        Assert.Equal("nobody declared the poller '1234@laptop', 0 s ago", broken.Evidence);
        Assert.Equal("./pipai up --replace key", broken.Fix);
    }

    [Fact]
    public void A_stranger_that_has_gone_is_no_finding()
    {
        pollers["iad/old@pip-ai-temporal-workers"] = Now - TimeSpan.FromSeconds(200);

        Assert.All(Judge(), check => Assert.True(check.Passed, check.ToString()));
    }

    [Fact]
    public void A_machine_that_was_destroyed_a_moment_ago_is_no_finding()
    {
        pollers["fra/gone@pip-ai-temporal-workers"] = Now - TimeSpan.FromSeconds(5);

        Assert.All(Judge(), check => Assert.True(check.Passed, check.ToString()));
    }

    private List<CheckResult> Judge() => [.. new PollerChecks(SampleOutputs.Parsed(), Declared.ToHashSet(), "./pipai up --replace key")
        .Judge(pollers, Declared.Append("clone").ToHashSet(), Now)];
}
