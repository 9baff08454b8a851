using PipAi.Operations.Platform;
using PipAi.Operations.Status;
using static PipAi.Operations.Tests.Status.SampleStatus;

namespace PipAi.Operations.Tests.Status;

/// <summary>What of a status is not as it should be.</summary>
public sealed class StatusProblemTests
{
    public static TheoryData<string, object> Problems => new()
    {
        { "Warning iad has 1 of 2 healthy machines of workers", Workers(Machine("w1", "iad"), Machine("w3", "ord")) },
        { "Alarm ord has no healthy machine of workers, of 1", Workers(Machine("w1", "iad"), Machine("w2", "iad")) },
        {
            "Warning w4 in ord is started and unhealthy",
            Workers(Machine("w1", "iad"), Machine("w2", "iad"), Machine("w3", "ord"), Machine("w4", "ord", passing: 0))
        },
        { "Alarm No worker polls 'documents'", Well with { Queue = Queue(pollers: 0) } },
        { "Warning 100 tasks wait, the oldest for 2 s", Well with { Queue = Queue(100, 2) } },
        { "Alarm us-west-2 lacks the newest document for 301 s", Well with { Replication = Document(TimeSpan.FromSeconds(301), false) } },
        {
            "Alarm S3 will not copy documents/1/a.pdf from us-east-1",
            Well with { Replication = Document(TimeSpan.Zero, false, "FAILED") }
        },
        { "Alarm The address of frontend answers with 503", Well with { Endpoints = [Endpoint("frontend", 503)] } },
        { "Alarm The address of frontend does not answer", Well with { Endpoints = [Endpoint("frontend", null)] } },
        {
            "Warning Cannot read workers at Fly since 12:00:00 UTC",
            Well with { Sources = [Well.Sources[0] with { FailingSince = Noon }] }
        },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void Each_is_told_by_itself(string expected, object status) => Assert.Equal([expected], Texts((PlatformStatus)status));

    [Fact]
    public void A_platform_in_which_all_is_well_or_nothing_was_read_has_none()
    {
        Assert.Empty(Texts(Well));
        Assert.Empty(Texts(Well with
        {
            Apps = [.. Well.Apps.Select(app => app with { Machines = null })],
            Queue = null,
            Replication = null,
            Endpoints = [],
        }));
        FleetMachine standby = Machine("w4", "ord", "stopped");
        Assert.Empty(Texts(Workers(Machine("w1", "iad"), Machine("w2", "iad"), Machine("w3", "ord"), standby)));
    }

    private static IEnumerable<string> Texts(PlatformStatus status) =>
        StatusProblem.Of(status, Limits).Select(problem => $"{problem.Severity} {problem.Text}");
}
