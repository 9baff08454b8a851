using System.Collections.Immutable;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using PipAi.Operations.Platform;
using PipAi.Operations.Surplus;
using PipAi.Operations.Tests.Platform;
using PipAi.Operations.Verification;
using Temporalio.Api.Cloud.Identity.V1;

namespace PipAi.Operations.Tests.Surplus;

/// <summary>Each kind of surplus at the vendors' own protocols: found, named with the command that removes it, and removed by that.</summary>
public sealed class SurplusTests(RunningCloud cloud) : IClassFixture<RunningCloud>
{
    private static readonly PlatformOutputs Outputs = SampleOutputs.Parsed();

    [Fact]
    public async Task What_nobody_declared_is_named_and_goes_by_the_command_that_is_told()
    {
        await cloud.AppAsync(Outputs.WorkersApp);
        await cloud.AppAsync(Outputs.UnstructuredApp);
        var (machine, clone) = (await cloud.MachineAsync(Outputs.WorkersApp, "workers-iad-1"), await cloud.MachineAsync(Outputs.WorkersApp, "workers-iad-1-clone"));
        var project = await cloud.ProjectAsync("pip-ai");
        var (variable, stray) = (await cloud.VariableAsync(project, "TEMPORAL_ADDRESS"), await cloud.VariableAsync(project, "TEMPORAL_ADDRES"));
        var account = await AccountAsync();
        var (key, forgotten) = (await KeyAsync(account, "workers"), await KeyAsync(account, "by-hand"));
        ImmutableArray<DeclaredResource> declared =
        [
            Declared(DeclaredResource.Machine, machine), Declared(DeclaredResource.Project, project), Declared(DeclaredResource.Variable, variable),
            Declared(DeclaredResource.ServiceAccount, account), Declared(DeclaredResource.ApiKey, key),
        ];

        var broken = await BrokenAsync(declared);
        Assert.Equal(
            [clone, stray, forgotten], broken.Select(check => check.Mend!["./pipai verify --remove ".Length..]));
        Assert.Equal($"nobody declared machine 'workers-iad-1-clone' ({clone}) of {Outputs.WorkersApp} in iad, stopped", broken[0].Evidence);
        Assert.Equal($"nobody declared variable 'TEMPORAL_ADDRES' ({stray}) for production", broken[1].Evidence);
        Assert.StartsWith($"nobody declared API key 'by-hand' ({forgotten}), which expires 20", broken[2].Evidence, StringComparison.Ordinal);

        var verifier = new Verifier("prod", Outputs, declared, cloud.Access, TimeProvider.System);
        Assert.Equal([machine], await verifier.RemoveAsync([machine, clone], _ => Task.FromResult(true), TestContext.Current.CancellationToken)); // a declared one is not to be had
        Assert.Equal(3, (await BrokenAsync(declared)).Count);
        Assert.Empty(await verifier.RemoveAsync([clone, stray, forgotten], _ => Task.FromResult(false), TestContext.Current.CancellationToken));
        Assert.Equal(3, (await BrokenAsync(declared)).Count);

        Assert.Empty(await verifier.RemoveAsync([clone, stray, forgotten], things => Task.FromResult(things.Length == 3), TestContext.Current.CancellationToken));
        for (var looks = 0; looks < 300 && (await BrokenAsync(declared)).Count > 0; looks++) await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Empty(await BrokenAsync(declared));
    }

    [Fact]
    public void The_state_names_what_was_declared_by_the_vendors_own_ids()
    {
        var export = JsonSerializer.SerializeToElement(new
        {
            version = 3,
            deployment = new
            {
                resources = new object[]
                {
                    new { urn = "urn:pulumi:prod::pip-ai::pulumi:pulumi:Stack::pip-ai-prod", type = "pulumi:pulumi:Stack" },
                    new { urn = "u1", type = DeclaredResource.Machine, id = "pip-ai-temporal-workers/148e", inputs = new { name = "a" } },
                    new { urn = "u2", type = DeclaredResource.ApiKey, id = "k1", delete = true },
                },
            },
        });

        Assert.Equal([("u1", "148e"), ("u2", "k1")], DeclaredResource.Parse(export).Select(resource => (resource.Urn, resource.Id)));
        Assert.Empty(DeclaredResource.Parse(JsonSerializer.SerializeToElement(new { version = 3 })));
    }

    private static DeclaredResource Declared(string type, string id) => new($"urn:{id}", type, id, default);

    private async Task<List<CheckResult>> BrokenAsync(ImmutableArray<DeclaredResource> declared)
    {
        using var http = new HttpClient();
        var results = new List<CheckResult>();
        foreach (var source in SurplusSources.Of(Outputs, declared, cloud.Access, new FlyFleet(http, cloud.Access, TimeProvider.System), http))
            results.AddRange(await new SurplusChecks(source).RunAsync(TestContext.Current.CancellationToken));
        return [.. results.Where(check => !check.Passed)];
    }

    private async Task<string> AccountAsync()
    {
        var service = (await cloud.Access.TemporalCloudAsync()).CloudService;
        var created = await service.CreateServiceAccountAsync(new()
        {
            Spec = new ServiceAccountSpec { Name = "workers", Access = new() { AccountAccess = new() { Role = AccountAccess.Types.Role.Read } } },
        });
        return created.ServiceAccountId;
    }

    private async Task<string> KeyAsync(string owner, string name)
    {
        var service = (await cloud.Access.TemporalCloudAsync()).CloudService;
        var created = await service.CreateApiKeyAsync(new()
        {
            Spec = new ApiKeySpec
            {
                OwnerId = owner,
                OwnerType = OwnerType.ServiceAccount,
                DisplayName = name,
                ExpiryTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(90)),
            },
        });
        return created.KeyId;
    }
}
