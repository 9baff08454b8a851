using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;
using PipAi.TemporalCloud.Tests.Support;

namespace PipAi.TemporalCloud.Tests;

/// <summary>Service accounts and API keys against the local cloud's Cloud Ops API.</summary>
public sealed class WorkerCredentialTests(LocalTemporal cloud) : IClassFixture<LocalTemporal>
{
    private const string Account = "temporalcloud:index:ServiceAccount";
    private const string Key = "temporalcloud:index:ApiKey";

    [Fact]
    public async Task A_service_account_gets_rights_and_a_key_with_a_secret_token()
    {
        var run = cloud.Run();
        var ns = await run.CreateAsync(
            "temporalcloud:index:Namespace", "ns", Props.Of(("name", "credentials"), ("regions", new object[] { "aws-us-east-1" })));
        var inputs = AccountInputs("workers", ns.Id, "write");
        var account = await run.CreateAsync(Account, "workers", inputs);
        var key = await run.CreateAsync(Key, "workers", KeyInputs(account.Id));
        Assert.True(key.Outputs["token"].IsSecret);
        Assert.NotEmpty(key.Output("token"));
        Assert.Equal("active", key.Output("state"));

        var read = await run.ReadAsync(key);
        Assert.Equal(key.Output("token"), read!.Output("token"));
        Assert.True(read.Outputs["token"].IsSecret);
        Assert.False((await run.DiffAsync(read, KeyInputs(account.Id))).Changes);
        Assert.False((await run.DiffAsync((await run.ReadAsync(account))!, inputs)).Changes);

        var changed = await run.UpdateAsync(account, AccountInputs("workers", ns.Id, "read"));
        Assert.False((await run.DiffAsync((await run.ReadAsync(changed))!, AccountInputs("workers", ns.Id, "read"))).Changes);
        var renamed = await run.UpdateAsync(key, KeyInputs(account.Id).SetItem("displayName", Props.Value("renamed")));
        Assert.Equal(key.Output("token"), renamed.Output("token"));

        await run.DeleteAsync(key);
        Assert.Null(await run.ReadAsync(key));
        await run.DeleteAsync(account);
        Assert.Null(await run.ReadAsync(account));
    }

    [Fact]
    public async Task Another_expiry_means_another_key_and_another_description_does_not()
    {
        var run = cloud.Run();
        var account = await run.CreateAsync(Account, "expiry", AccountInputs("expiry", null, null));
        var key = await run.CreateAsync(Key, "expiry", KeyInputs(account.Id));
        Assert.Equal(["expiryTime"], (await run.DiffAsync(key, KeyInputs(account.Id, "2028-06-01T00:00:00Z"))).Replaces);
        Assert.False((await run.DiffAsync(key, KeyInputs(account.Id, "2028-05-01T02:00:00+02:00"))).Changes);
        Assert.Empty((await run.DiffAsync(key, KeyInputs(account.Id).SetItem("description", Props.Value("other")))).Replaces!);
    }

    [Fact]
    public async Task A_key_whose_token_was_lost_is_replaced_by_a_usable_one()
    {
        var account = await cloud.Run().CreateAsync(Account, "lost", AccountInputs("lost", null, null));
        cloud.Faults.Add(
            new Fault
            {
                Id = "lost-key",
                Service = VendorNames.Temporal,
                Operation = "*CreateApiKey",
                Effect = new FaultEffect.LoseAnswer(),
                Times = 1,
            });
        var key = await cloud.Run().CreateAsync(Key, "lost", KeyInputs(account.Id));
        Assert.NotEmpty(key.Output("token"));

        var again = await cloud.Run().CreateAsync(Key, "lost", KeyInputs(account.Id));
        Assert.NotEqual(key.Id, again.Id);
        Assert.Null(await cloud.Run().ReadAsync(key));
    }

    [Fact]
    public async Task The_next_run_finds_the_account_that_a_killed_one_created()
    {
        var first = await cloud.Run().CreateAsync(Account, "killed", AccountInputs("killed", null, null));
        var second = await cloud.Run().CreateAsync(Account, "killed", AccountInputs("killed", null, null));
        var other = await cloud.Run().CreateAsync(Account, "namesake", AccountInputs("killed", null, null));
        Assert.Equal(first.Id, second.Id);
        Assert.NotEqual(first.Id, other.Id);
    }

    private static PropertyMap AccountInputs(string name, string? ns, string? permission)
    {
        var inputs = Props.Of(("name", name), ("description", "documents"));
        return ns is null
            ? inputs
            : inputs.SetItem("namespaceAccesses", Props.Value(new object[] { Props.Of(("namespaceId", ns), ("permission", permission)) }));
    }

    private static PropertyMap KeyInputs(string owner, string expiry = "2028-05-01T00:00:00Z") =>
        Props.Of(("ownerId", owner), ("displayName", "workers"), ("expiryTime", expiry));
}
