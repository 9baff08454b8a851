using System.Text.Json;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Tests.Platform;

/// <summary>What is read of a machine.</summary>
public sealed class FleetMachineTests
{
    private const string Machine = """
        {
            "id": "148e21ea7e46e8", "name": "worker-iad-1", "region": "iad", "state": "started", "instance_id": "01JV2",
            "image_ref": { "registry": "registry.fly.io", "repository": "workers", "tag": "", "digest": "sha256:0123456789abcdef" },
            "host_status": "unreachable", "cordoned": true,
            "checks": [ { "name": "health", "status": "passing" }, { "name": "deep", "status": "critical" } ],
            "events": [
                { "type": "start", "source": "flyd", "timestamp": 1790000003000 },
                { "type": "exit", "source": "flyd", "timestamp": 1790000002000, "request": { "exit_event": { "requested_stop": false } } },
                { "type": "exit", "source": "flyd", "timestamp": 1790000001000, "request": { "exit_event": { "requested_stop": true } } },
                { "type": "launch", "source": "user", "timestamp": 1790000000000 }
            ]
        }
        """;

    [Fact]
    public void Version_image_host_checks_restarts_and_the_last_event_are_read()
    {
        var machine = Parse(Machine);
        Assert.Equal(("01JV2", "0123456789ab", false, true), (machine.Version, machine.Image, machine.IsReachable, machine.IsCordoned));
        Assert.Equal((1, 2, false), (machine.ChecksPassing, machine.ChecksTotal, machine.Healthy));
        Assert.Equal([new("health", "passing"), new("deep", "critical")], machine.Checks);
        Assert.Equal(1, machine.Restarts);
        Assert.Equal(new FleetMachine.LastEvent("start", "flyd", DateTimeOffset.FromUnixTimeMilliseconds(1790000003000)), machine.Last);
    }

    [Fact]
    public void A_tag_names_the_image_and_what_Fly_does_not_say_is_left_empty()
    {
        Assert.Equal("v7", Parse("""{"id":"1","image_ref":{"tag":"v7","digest":"sha256:00"}}""").Image);
        var bare = Parse("""{"id":"1","name":"a","region":"iad","state":"created","checks":null,"events":[]}""");
        Assert.Equal(("", "", true, 0), (bare.Version, bare.Image, bare.IsReachable, bare.Restarts));
        Assert.Null(bare.Last);
    }

    private static FleetMachine Parse(string json) => FleetMachine.Parse(JsonDocument.Parse(json).RootElement);
}
