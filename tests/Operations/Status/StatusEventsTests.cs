using PipAi.Operations.Platform;
using PipAi.Operations.Status;
using static PipAi.Operations.Tests.Status.SampleStatus;

namespace PipAi.Operations.Tests.Status;

/// <summary>What two readings of a platform mean.</summary>
public sealed class StatusEventsTests
{
    private static readonly FleetMachine One = Machine("w1", "iad");
    private static readonly FleetMachine Two = Machine("w2", "iad");
    private static readonly FleetMachine Three = Machine("w3", "ord");
    private static readonly FleetMachine Standby = Machine("w4", "ord", "stopped");

    [Fact]
    public void Nothing_happens_to_a_platform_that_stays_as_it_is() => Assert.Empty(StatusEvents.Between(Well, Well, Limits));

    [Fact]
    public void What_was_not_known_before_has_not_happened()
    {
        var unread = Well with
        {
            Apps = [.. Well.Apps.Select(app => app with { Machines = null })],
            Queue = null,
            Replication = null,
            Endpoints = [],
        };
        var bad = Workers() with { Queue = Queue(500, pollers: 0), Endpoints = [Endpoint("frontend", 500)] };
        Assert.Empty(StatusEvents.Between(unread, bad, Limits));
        Assert.Empty(StatusEvents.Between(bad, unread, Limits));
    }

    public static TheoryData<string, object, object> MachineChanges => new()
    {
        { "Note machine w4: in ord started", Standby, Machine("w4", "ord", passing: 0) },
        { "Note machine w4: in ord is stopped", Machine("w4", "ord"), Standby },
        { "Warning machine w2: in iad is stopped", Two, Machine("w2", "iad", "stopped") },
        { "Warning machine w2: in iad is unhealthy: 0 of 1 checks pass", Two, Machine("w2", "iad", passing: 0) },
        { "Note machine w2: in iad is healthy", Machine("w2", "iad", passing: 0), Two },
        { "Note machine w2: in iad was updated: image 222222222222, before it 111111111111", Two,
            Two with { Version = "v2", Image = "222222222222" } },
        { "Note machine w2: in iad was updated: image 111111111111, as before", Two, Two with { Version = "v2" } },
        { "Note machine w2: in iad was replaced: image 222222222222, before it 111111111111", Two,
            Two with { Id = "another", Image = "222222222222" } },
        { "Warning machine w2: in iad is on a host that Fly does not reach", Two, Two with { IsReachable = false } },
        { "Warning machine w2: in iad restarted: its process had ended", Two, Two with { Restarts = 1 } },
    };

    [Theory]
    [MemberData(nameof(MachineChanges))]
    public void A_machine_that_changes_is_an_event(string expected, object before, object after)
    {
        FleetMachine[] others = [One, Two, Three];
        FleetMachine[] With(object machine) =>
            [.. others.Where(other => other.Name != ((FleetMachine)machine).Name), (FleetMachine)machine];
        Assert.Equal([expected], Texts(Workers(With(before)), Workers(With(after))));
    }

    [Fact]
    public void Machines_come_and_go()
    {
        Assert.Equal(["Note machine w4: in ord was made, and is stopped"], Texts(Well, Workers(One, Two, Three, Standby)));
        Assert.Equal(["Note machine w4: in ord is gone"], Texts(Workers(One, Two, Three, Standby), Well));
        Assert.Equal(["Warning machine w2: in iad is gone"], Texts(Well, Workers(One, Three)));
    }

    [Fact]
    public void A_region_without_a_healthy_machine_is_lost_and_its_machines_are_not_told_one_by_one()
    {
        var lost = Workers(Machine("w1", "iad", "stopped"), Machine("w2", "iad", passing: 0), Three);
        Assert.Equal(["Alarm region iad: has no healthy machine of workers left, of 2"], Texts(Well, lost));
        Assert.Equal(["Note region iad: has 1 of 2 healthy machines of workers again"], Texts(lost, Workers(One, Three)));
    }

    [Theory]
    [InlineData(99, 29.9, null)]
    [InlineData(100, 0, "Warning queue documents: has 100 tasks waiting, the oldest for 0 s")]
    [InlineData(3, 30, "Warning queue documents: has 3 tasks waiting, the oldest for 30 s")]
    public void A_queue_is_long_by_its_depth_or_by_its_age(long backlog, double age, string? expected)
    {
        var longer = Well with { Queue = Queue(backlog, age) };
        Assert.Equal(expected is null ? [] : [expected], Texts(Well, longer));
        Assert.Empty(Texts(longer, longer));
        Assert.Equal(expected is null ? [] : ["Note queue documents: is short again: 0 waiting"], Texts(longer, Well));
    }

    [Fact]
    public void A_queue_that_no_worker_polls_is_an_alarm()
    {
        var silent = Well with { Queue = Queue(pollers: 0) };
        Assert.Equal(["Alarm queue documents: is polled by no worker"], Texts(Well, silent));
        Assert.Equal(["Note queue documents: is polled again, by 1"], Texts(silent, Well));
    }

    [Theory]
    [InlineData(299, false, "PENDING", null)]
    [InlineData(300, false, "PENDING", "Alarm replica us-west-2: lacks the newest document for 300 s")]
    [InlineData(900, true, "COMPLETED", null)]
    [InlineData(1, false, "FAILED", "Alarm replica us-east-1: will not copy documents/1/a.pdf: S3 says FAILED")]
    public void A_replica_is_behind_when_it_lacks_a_document_longer_than_it_may(double lag, bool isThere, string status, string? expected)
    {
        var later = Well with { Replication = Document(TimeSpan.FromSeconds(lag), isThere, status) };
        Assert.Equal(expected is null ? [] : [expected], Texts(Well, later));
        Assert.Empty(Texts(later, later));
    }

    [Fact]
    public void A_replica_that_was_behind_is_said_to_have_caught_up()
    {
        var behind = Well with { Replication = Document(TimeSpan.FromSeconds(400), isThere: false, "PENDING") };
        Assert.Equal(["Note replica us-west-2: has the newest document"], Texts(behind, Well));
    }

    [Theory]
    [InlineData(503, "Alarm endpoint frontend: answers with 503")]
    [InlineData(null, "Alarm endpoint frontend: does not answer: refused")]
    public void An_endpoint_fails_and_is_back(int? code, string expected)
    {
        var failing = Well with { Endpoints = [Endpoint("frontend", code) with { Error = "refused" }, Well.Endpoints[1]] };
        Assert.Equal([expected], Texts(Well, failing));
        Assert.Equal(["Note endpoint frontend: answers again, in 12 ms"], Texts(failing, Well));
    }

    [Fact]
    public void A_source_that_cannot_be_read_is_told_once_and_when_it_is_back()
    {
        var failing = Well with { Sources = [Well.Sources[0] with { FailingSince = Noon, Error = "401" }] };
        Assert.Equal(["Warning source workers at Fly: cannot be read: 401"], Texts(Well, failing));
        Assert.Empty(Texts(failing, failing with { Sources = [failing.Sources[0] with { Error = "timeout" }] }));
        Assert.Equal(
            ["Note source workers at Fly: is read again, after 90 s"], Texts(failing, Well with { At = Noon.AddSeconds(90) }));
    }

    [Fact]
    public void What_matters_most_comes_first()
    {
        var bad = Workers(One, Machine("w2", "iad", passing: 0), Three, Standby) with { Endpoints = [Endpoint("frontend", 500)] };
        Assert.Equal(
            [EventSeverity.Alarm, EventSeverity.Warning, EventSeverity.Note],
            StatusEvents.Between(Well, bad, Limits).Select(happened => happened.Severity));
    }

    private static IEnumerable<string> Texts(PlatformStatus before, PlatformStatus after) =>
        StatusEvents.Between(before, after, Limits)
            .Select(happened => $"{happened.Severity} {happened.Area} {happened.Subject}: {happened.Text}");
}
