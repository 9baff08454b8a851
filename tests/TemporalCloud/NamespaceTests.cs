using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;
using PipAi.TemporalCloud.Tests.Support;

namespace PipAi.TemporalCloud.Tests;

/// <summary>Namespaces against the local cloud's Cloud Ops API.</summary>
public sealed class NamespaceTests(LocalTemporal cloud) : IClassFixture<LocalTemporal>
{
    private const string Namespace = "temporalcloud:index:Namespace";

    [Fact]
    public async Task A_namespace_is_created_changed_read_and_deleted()
    {
        var run = cloud.Run();
        var inputs = Inputs("lifecycle");
        var made = await run.CreateAsync(Namespace, "ns", inputs);
        Assert.StartsWith("lifecycle.", made.Id, StringComparison.Ordinal);
        Assert.Equal(made.Id, made.Output("namespaceId"));
        Assert.Equal("aws-us-east-1", made.Output("activeRegion"));
        Assert.Equal("active", made.Output("state"));
        Assert.StartsWith("127.0.0.1:", made.Output("grpcEndpoint"), StringComparison.Ordinal);
        Assert.False((await run.DiffAsync(made, inputs)).Changes);

        var changed = inputs.SetItems(Props.Of(("retentionDays", 7), ("tags", Props.Of(("team", "documents")))));
        Assert.Equal(["retentionDays", "tags"], (await run.DiffAsync(made, changed)).Diffs!.Order());
        var updated = await run.UpdateAsync(made, changed);
        var read = await run.ReadAsync(updated);
        Assert.False((await run.DiffAsync(read!, changed)).Changes);
        Assert.True((await run.DiffAsync(read!, inputs)).Changes);

        await run.DeleteAsync(updated);
        Assert.Null(await run.ReadAsync(updated));
        await run.DeleteAsync(updated);
    }

    [Fact]
    public async Task A_protected_namespace_is_not_deleted_and_the_message_says_how_it_could_be()
    {
        var run = cloud.Run();
        var inputs = Inputs("guarded").SetItem("deletionProtection", Props.Value(true));
        var made = await run.CreateAsync(Namespace, "guarded", inputs);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => run.DeleteAsync(made));
        Assert.Contains("deletionProtection to false", refusal.Message, StringComparison.Ordinal);

        var open = await run.UpdateAsync(made, inputs.SetItem("deletionProtection", Props.Value(false)));
        await run.DeleteAsync(open);
        Assert.Null(await run.ReadAsync(open));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task A_change_that_another_one_overtook_is_made_to_what_there_is_now(int conflicts, bool isMade)
    {
        var name = $"overtaken-{conflicts}";
        var (run, inputs) = (cloud.Run(), Inputs(name));
        var made = await run.CreateAsync(Namespace, name, inputs);
        cloud.Faults.Add(new Fault
        {
            Id = name,
            Service = VendorNames.Temporal,
            Operation = "UpdateNamespace",
            Effect = new FaultEffect.Status(409, Error: "ABORTED"),
            Times = conflicts,
        });
        var changed = inputs.SetItem("retentionDays", Props.Value(7));
        if (isMade) await run.UpdateAsync(made, changed);
        else
            Assert.Contains(
                "It was changed meanwhile, or a change of it is still running; run again.",
                (await Assert.ThrowsAnyAsync<Exception>(() => run.UpdateAsync(made, changed))).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(cloud.Faults.Faults, fault => fault.Id == name);
        Assert.Equal(!isMade, (await run.DiffAsync((await run.ReadAsync(made))!, changed)).Changes);
    }

    [Fact]
    public async Task A_create_whose_answer_was_lost_is_not_done_twice()
    {
        cloud.Faults.Add(
            new Fault
            {
                Id = "lost",
                Service = VendorNames.Temporal,
                Operation = "*CreateNamespace",
                Effect = new FaultEffect.LoseAnswer(),
                Times = 1,
            });
        var made = await cloud.Run().CreateAsync(Namespace, "lost", Inputs("lost-answer"));
        Assert.StartsWith("lost-answer.", made.Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_run_adopts_what_a_killed_one_created()
    {
        var engine = new ListeningEngine();
        var made = await cloud.Run(engine: engine).CreateAsync(Namespace, "killed", Inputs("killed"));
        Assert.Empty(engine.Said);
        var again = await cloud.Run(engine: engine).CreateAsync(
            Namespace, "killed", Inputs("killed").SetItem("retentionDays", Props.Value(3)));
        Assert.Equal(made.Id, again.Id);
        Assert.Equal(
            [$"killed: Namespace '{made.Id}', active in region 'aws-us-east-1' was there already: taken over, not created."], engine.Said);
        var read = await cloud.Run().ReadAsync(again);
        Assert.True(read!.Inputs["retentionDays"].TryGetNumber(out var days));
        Assert.Equal(3, days);
    }

    [Fact]
    public async Task A_name_that_somebody_else_has_is_refused_with_the_import_command()
    {
        await cloud.Run().CreateAsync(Namespace, "theirs", Inputs("taken"));
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => cloud.Run().CreateAsync(Namespace, "ours", Inputs("taken")));
        Assert.Contains("pulumi import temporalcloud:index:Namespace ours taken.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replica_region_is_added_and_removed_in_place()
    {
        var run = cloud.Run();
        var single = Inputs("regions").SetItem("regions", Props.Value(new object[] { "aws-us-east-1" }));
        var made = await run.CreateAsync(Namespace, "regions", single);
        var doubled = await run.UpdateAsync(made, Inputs("regions"));
        Assert.True(doubled.Outputs["regionStatus"].TryGetArray(out var status));
        Assert.Equal(2, status.Length);
        var back = await run.UpdateAsync(doubled, single);
        Assert.True(back.Outputs["regionStatus"].TryGetArray(out status));
        Assert.Single(status);
    }

    [Fact]
    public async Task The_order_of_regions_is_no_change_and_another_region_is_one_in_place()
    {
        var run = cloud.Run();
        var made = await run.CreateAsync(Namespace, "order", Inputs("order"));
        Assert.False(
            (await run.DiffAsync(
                made, Inputs("order").SetItem("regions", Props.Value(new object[] { "aws-us-west-2", "aws-us-east-1" })))).Changes);
        var other = await run.DiffAsync(
            made, Inputs("order").SetItem("regions", Props.Value(new object[] { "aws-us-east-1", "aws-us-east-2" })));
        Assert.True(other.Changes);
        Assert.Empty(other.Replaces!);
        Assert.Equal(["name"], (await run.DiffAsync(made, Inputs("renamed"))).Replaces);
    }

    [Fact]
    public async Task A_wrong_api_key_is_explained()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => cloud.Run("wrong").CreateAsync(Namespace, "refused", Inputs("refused")));
        Assert.Contains("export TEMPORAL_CLOUD_API_KEY", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", refusal.Message.Replace("missing, wrong", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static PropertyMap Inputs(string name) =>
        Props.Of(("name", name), ("regions", new object[] { "aws-us-east-1", "aws-us-west-2" }));
}
