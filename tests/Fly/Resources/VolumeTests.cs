using System.Text.Json.Nodes;
using PipAi.Fly.Tests.Support;

namespace PipAi.Fly.Tests.Resources;

/// <summary>Volumes: data is never lost by accident.</summary>
public sealed class VolumeTests
{
    private const string Volume = "fly:index:Volume";
    private static readonly PropertyMap Inputs = Props.Of(("app", "demo"), ("name", "data"), ("region", "iad"), ("sizeGb", 10));

    [Fact]
    public async Task One_that_an_earlier_try_left_behind_is_adopted_but_not_one_that_is_in_use()
    {
        await using var fly = await ScriptedFly.StartAsync();
        fly.On("GET /apps/demo/volumes", _ => ScriptedAnswer.Ok(new JsonArray(
            Shape("vol_used", attached: "machine"), Shape("vol_gone", state: "pending_destroy"), Shape("vol_left"))));
        using var run = fly.Run();
        Assert.Equal("demo/vol_left", (await run.CreateAsync(Volume, "data", Inputs)).Id);
    }

    [Fact]
    public async Task Two_volumes_of_one_name_are_two()
    {
        await using var fly = await ScriptedFly.StartAsync();
        var volumes = new List<JsonObject>();
        fly.On("GET /apps/demo/volumes", _ => ScriptedAnswer.Ok(new JsonArray([.. volumes.Select(volume => volume.DeepClone())])));
        fly.On("POST /apps/demo/volumes", _ =>
        {
            volumes.Add(Shape($"vol_{volumes.Count + 1}"));
            return ScriptedAnswer.Ok(volumes[^1].DeepClone());
        });
        using var run = fly.Run();
        var one = await run.CreateAsync(Volume, "one", Inputs);
        var two = await run.CreateAsync(Volume, "two", Inputs);
        Assert.NotEqual(one.Id, two.Id);
    }

    [Fact]
    public async Task It_grows_in_place_and_refuses_to_shrink()
    {
        await using var fly = await ScriptedFly.StartAsync();
        fly.On("GET /apps/demo/volumes", _ => ScriptedAnswer.Ok(new JsonArray(Shape("vol_1"))));
        fly.On("GET /apps/demo/volumes/vol_1", _ => ScriptedAnswer.Ok(Shape("vol_1")));
        fly.On("PUT /apps/demo/volumes/vol_1/extend", _ => ScriptedAnswer.Ok(new JsonObject { ["needs_restart"] = false }));
        fly.On("PUT /apps/demo/volumes/vol_1", _ => ScriptedAnswer.Ok(Shape("vol_1")));
        using var run = fly.Run();
        var stored = await run.CreateAsync(Volume, "data", Inputs);
        var larger = Inputs.SetItem("sizeGb", Props.Value(20));
        Assert.Empty((await run.DiffAsync(stored, larger)).Replaces!);
        await run.UpdateAsync(stored, larger);
        Assert.Equal(20, fly.Requests.Single(r => r.Line.EndsWith("/extend", StringComparison.Ordinal)).Body!["size_gb"]!.GetValue<int>());

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => run.DiffAsync(stored, Inputs.SetItem("sizeGb", Props.Value(5))));
        Assert.Contains("cannot shrink from 10 GB to 5 GB", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Fly_says_by_default_is_no_drift()
    {
        await using var fly = await ScriptedFly.StartAsync();
        fly.On("GET /apps/demo/volumes", _ => ScriptedAnswer.Ok(new JsonArray(Shape("vol_1"))));
        fly.On("GET /apps/demo/volumes/vol_1", _ => ScriptedAnswer.Ok(Shape("vol_1")));
        using var run = fly.Run();
        var stored = await run.CreateAsync(Volume, "data", Inputs);
        Assert.Equal(stored.Inputs, (await run.ReadAsync(stored))!.Inputs);
        fly.On("GET /apps/demo/volumes/vol_1", _ => ScriptedAnswer.Ok(Shape("vol_1", state: "destroying")));
        Assert.Null(await run.ReadAsync(stored));
    }

    private static JsonObject Shape(string id, string state = "created", string? attached = null) => new()
    {
        ["id"] = id,
        ["name"] = "data",
        ["region"] = "iad",
        ["state"] = state,
        ["size_gb"] = 10,
        ["encrypted"] = true,
        ["attached_machine_id"] = attached,
        ["snapshot_retention"] = 5,
        ["auto_backup_enabled"] = true,
        ["zone"] = "a1",
    };
}
