using System.Collections.Immutable;
using PipAi.Operations.Platform;
using PipAi.Operations.Surplus;
using PipAi.Operations.Tests.Platform;
using PipAi.Operations.Verification;
using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Api.Cloud.Namespace.V1;
using CheckResult = PipAi.Operations.Verification.CheckResult;

namespace PipAi.Operations.Tests.Surplus;

/// <summary>
/// Each kind of surplus at the vendors' own protocols: found, named with the command that removes it, and removed by that.
/// </summary>
public sealed class SurplusTests : IAsyncLifetime
{
    private readonly RunningCloud cloud = new();

    private static readonly PlatformOutputs Outputs = SampleOutputs.Parsed() with
    {
        Buckets = ImmutableSortedDictionary<string, string>.Empty.Add("us-east-2", "pip-documents-us-east-2"),
    };

    public ValueTask InitializeAsync() => cloud.InitializeAsync();

    public ValueTask DisposeAsync() => cloud.DisposeAsync();

    [Fact]
    public async Task What_nobody_declared_is_named_and_goes_by_the_command_that_is_told()
    {
        await AppsAsync();
        var (machine, clone) =
            (await cloud.MachineAsync(Outputs.WorkersApp, "workers-iad-1"),
                await cloud.MachineAsync(Outputs.WorkersApp, "workers-iad-1-clone"));
        var project = await cloud.ProjectAsync("pip-ai");
        var (variable, stray) =
            (await cloud.VariableAsync(project, "TEMPORAL_ADDRESS"), await cloud.VariableAsync(project, "TEMPORAL_ADDRES"));
        var account = await cloud.AccountAsync();
        var (key, forgotten) = (await cloud.KeyAsync(account, "workers"), await cloud.KeyAsync(account, "by-hand"));
        ImmutableArray<DeclaredResource> declared =
        [
            Declared(DeclaredResource.Machine, machine), Declared(DeclaredResource.Project, project),
            Declared(DeclaredResource.Variable, variable),
            Declared(DeclaredResource.ServiceAccount, account), Declared(DeclaredResource.ApiKey, key),
        ];

        var broken = await BrokenAsync(declared);
        Assert.Equal(
            [clone, stray, forgotten], broken.Select(check => check.Fix!["./pipai verify --remove ".Length..]));
        Assert.Equal(
            "remove this one and have another: ./pipai config set --path 'pip-ai:workerRegions.iad' 5, then ./pipai up",
            broken[0].Adoption);
        Assert.Equal(
            $"declare it in the program as vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable with ImportId = \"{project}/{stray}\", then ./pipai up",
            broken[1].Adoption);
        Assert.Null(broken[2].Adoption); // the token of a key is told once
        Assert.Equal(
            $"nobody declared machine 'workers-iad-1-clone' ({clone}) of {Outputs.WorkersApp} in iad, stopped", broken[0].Evidence);
        Assert.Equal($"nobody declared variable 'TEMPORAL_ADDRES' ({stray}) for production", broken[1].Evidence);
        Assert.StartsWith(
            $"nobody declared API key 'by-hand' ({forgotten}), which expires 20", broken[2].Evidence, StringComparison.Ordinal);

        var verifier = Verifier(declared);
        Assert.Equal(
            [machine],
            await verifier.RemoveAsync(
                [machine, clone], _ => Task.FromResult(true), TestContext.Current.CancellationToken)); // a declared one is not to be had
        Assert.Equal(3, (await BrokenAsync(declared)).Count);
        Assert.Empty(
            await verifier.RemoveAsync([clone, stray, forgotten], _ => Task.FromResult(false), TestContext.Current.CancellationToken));
        Assert.Equal(3, (await BrokenAsync(declared)).Count);

        Assert.Empty(
            await verifier.RemoveAsync(
                [clone, stray, forgotten], things => Task.FromResult(things.Length == 3), TestContext.Current.CancellationToken));
        for (var looks = 0; looks < 300 && (await BrokenAsync(declared)).Count > 0; looks++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Empty(await BrokenAsync(declared));
    }

    [Fact]
    public async Task What_an_app_has_beside_its_machines_is_looked_at_too_and_can_be_declared_instead()
    {
        await AppsAsync();
        await cloud.InAppAsync(Outputs.WorkersApp, "secrets/DECLARED", """{"value":"x"}""");
        await cloud.InAppAsync(Outputs.WorkersApp, "secrets/BY_HAND", """{"value":"x"}""");
        await cloud.InAppAsync(Outputs.UnstructuredApp, "secrets/DECLARED", """{"value":"x"}"""); // of the other app
        var volume = (string)(await cloud.InAppAsync(Outputs.WorkersApp, "volumes", """{"name":"data","region":"iad"}"""))["id"]!;
        await cloud.InAppAsync(Outputs.UnstructuredApp, "ip_assignments", """{"type":"shared_v4"}""");
        await cloud.InAppAsync(Outputs.UnstructuredApp, "certificates/acme", """{"hostname":"parse.pip-ai.com"}""");
        ImmutableArray<DeclaredResource> declared = [.. Adoption.DeclaredAs(("fly:index:Secret", $"{Outputs.WorkersApp}/DECLARED"))];

        var broken = await BrokenAsync(declared);
        Assert.Equal(
            [
                $"{Outputs.WorkersApp}/BY_HAND", $"{Outputs.WorkersApp}/{volume}",
                $"{Outputs.UnstructuredApp}/DECLARED", $"{Outputs.UnstructuredApp}/66.241.124.1",
                $"{Outputs.UnstructuredApp}/parse.pip-ai.com",
            ],
            broken.Select(check => check.Fix!["./pipai verify --remove ".Length..]));
        Assert.Equal($"nobody declared secret 'BY_HAND' of {Outputs.WorkersApp}", broken[0].Evidence);

        // Whoever follows the other advice has them in the state, by the ids that the provider answers to those that were told.
        var adopted = await Adoption.OfAsync(cloud, broken.Select(check => check.Adoption!));
        Assert.Empty(await BrokenAsync([.. declared, .. adopted]));

        Assert.Empty(
            await Verifier(declared).RemoveAsync(
                [.. broken.Select(check => check.Fix!["./pipai verify --remove ".Length..])], _ => Task.FromResult(true),
                TestContext.Current.CancellationToken));
        Assert.Empty(await BrokenAsync(declared));
    }

    [Fact]
    public async Task A_bucket_that_an_abandoned_region_left_is_found_and_goes_when_it_is_empty()
    {
        await AppsAsync();
        foreach (var (name, region) in new[]
        {
            ("pip-documents-us-east-2", "us-east-2"),
            ("pip-documents-eu-west-1", "eu-west-1"),
            ("pip-documents-staging-eu-west-1", "eu-west-1"),
            ("others", "us-east-2"),
        })
            await cloud.BucketAsync(name, region);
        using (var s3 = cloud.Access.S3("eu-west-1"))
            await s3.PutObjectAsync(
                new() { BucketName = "pip-documents-eu-west-1", Key = "left", ContentBody = "x" }, TestContext.Current.CancellationToken);
        ImmutableArray<DeclaredResource> declared = [.. Adoption.DeclaredAs((DeclaredResource.Bucket, "pip-documents-us-east-2"))];

        var broken = Assert.Single(await BrokenAsync(declared));
        Assert.Equal("nobody declared bucket 'pip-documents-eu-west-1' in eu-west-1", broken.Evidence);
        Assert.Equal(
            "declare it in the program as aws:s3/bucket:Bucket with ImportId = \"pip-documents-eu-west-1\", then ./pipai up",
            broken.Adoption);
        var refused = await Assert.ThrowsAsync<PlatformCallException>(() => RemoveAsync("pip-documents-eu-west-1"));
        Assert.StartsWith("Bucket 'pip-documents-eu-west-1' cannot be deleted: BucketNotEmpty", refused.Message, StringComparison.Ordinal);
        using (var s3 = cloud.Access.S3("eu-west-1"))
            await s3.DeleteObjectAsync("pip-documents-eu-west-1", "left", TestContext.Current.CancellationToken);
        Assert.Empty(await RemoveAsync("pip-documents-eu-west-1"));
        Assert.Empty(await BrokenAsync(declared));

        async Task<ImmutableArray<string>> RemoveAsync(string id) =>
            await Verifier(declared).RemoveAsync([id], _ => Task.FromResult(true), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_service_account_that_was_given_rights_on_the_namespace_is_found_and_one_of_the_account_is_not()
    {
        await AppsAsync();
        var service = (await cloud.Access.TemporalCloudAsync()).CloudService;
        var space =
            (await service.CreateNamespaceAsync(
                new()
                {
                    Spec = new()
                    {
                        Name = "pip-ai",
                        Replicas = { new ReplicaSpec { Region = "aws-us-east-1" } },
                        RetentionDays = 7,
                        ApiKeyAuth = new() { Enabled = true },
                    }
                })).Namespace;
        var outputs = Outputs with { TemporalNamespace = space };
        var (ours, theirs, confined) = (
            await cloud.AccountAsync("workers", Right(space, NamespaceAccess.Types.Permission.Write)),
            await cloud.AccountAsync("by-hand", Right(space, NamespaceAccess.Types.Permission.Admin)),
            await cloud.AccountAsync(
                "script", null, new() { Namespace = space, Access = new() { Permission = NamespaceAccess.Types.Permission.Read } }));
        await cloud.AccountAsync("deployer", new() { AccountAccess = new() { Role = AccountAccess.Types.Role.Admin } });
        ImmutableArray<DeclaredResource> declared = [.. Adoption.DeclaredAs((DeclaredResource.ServiceAccount, ours))];

        var broken = await BrokenAsync(declared, outputs);
        Assert.Equal(
            [
                $"nobody declared service account 'by-hand' ({theirs}), whose permission on '{space}' is admin",
                $"nobody declared service account 'script' ({confined}), whose permission on '{space}' is read",
            ],
            broken.Select(check => check.Evidence).Order(StringComparer.Ordinal));
        Assert.Contains(
            broken,
            check =>
                check.Adoption == $"declare it in the program as temporalcloud:index:ServiceAccount with ImportId = \"{theirs}\", then "
                    + $"./pipai up");
        Assert.Empty(
            await Verifier(declared, outputs).RemoveAsync(
                [theirs, confined], _ => Task.FromResult(true), TestContext.Current.CancellationToken));
        Assert.Empty(await BrokenAsync(declared, outputs));

        static Access Right(string space, NamespaceAccess.Types.Permission permission) => new()
        {
            AccountAccess = new() { Role = AccountAccess.Types.Role.Read },
            NamespaceAccesses = { [space] = new NamespaceAccess { Permission = permission } },
        };
    }

    private static DeclaredResource Declared(string type, string id) => new($"urn:{id}", type, id, default);

    private Verifier Verifier(ImmutableArray<DeclaredResource> declared, PlatformOutputs? outputs = null) =>
        new(new DeployedPlatform("prod", outputs ?? Outputs, declared, cloud.Access), TimeProvider.System);

    private async Task AppsAsync()
    {
        await cloud.AppAsync(Outputs.WorkersApp);
        await cloud.AppAsync(Outputs.UnstructuredApp);
    }

    private async Task<List<CheckResult>> BrokenAsync(ImmutableArray<DeclaredResource> declared, PlatformOutputs? outputs = null)
    {
        using var http = new HttpClient();
        var results = new List<CheckResult>();
        foreach (var source in SurplusSources.Of(
            outputs ?? Outputs, declared, cloud.Access, new FlyFleet(http, cloud.Access, TimeProvider.System), http))
            results.AddRange(await new SurplusChecks(source).RunAsync(TestContext.Current.CancellationToken));
        return [.. results.Where(check => !check.Passed)];
    }
}
