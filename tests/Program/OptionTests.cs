using System.Collections.Concurrent;
using PipAi.Infra;
using PipAi.Infra.Policies;
using PipAi.Infra.Settings;
using Pulumi;
using Pulumi.Testing;

namespace PipAi.Program.Tests;

/// <summary>How resources are declared: who is protected, replaced at once, ignored, given time, and by whose provider.</summary>
public sealed class OptionTests
{
    private static readonly Lazy<Task<Declared[]>> ProductionOnce = new(() => ReadAsync(StackFiles.Settings("prod")));

    [Fact]
    public async Task What_cannot_stand_beside_its_successor_is_deleted_first() => Assert.Equal(
        [
            "aws:backup/selection:Selection documents-recovery-us-east-1",
            "aws:backup/selection:Selection documents-recovery-us-west-2",
            "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint documents-everywhere",
            "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable frontend-aws-role-arn",
            "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable frontend-document-buckets",
            "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable frontend-temporal-address",
            "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable frontend-temporal-api-key",
            "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable frontend-temporal-api-key-preview",
            "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable frontend-temporal-namespace",
        ],
        Titles(await ProductionOnce.Value, declared => (declared.Options as CustomResourceOptions)?.DeleteBeforeReplace == true));

    [Fact]
    public async Task A_domain_is_deleted_before_one_of_its_name_is_made() => Assert.Equal(
        ["vercel:index/projectDomain:ProjectDomain frontend-app.pip-ai.com"],
        Titles(
            await ReadAsync(StackFiles.Settings("prod", ("frontendDomains", """["app.pip-ai.com"]"""))),
            declared => declared.Options is CustomResourceOptions { DeleteBeforeReplace: true }
                && declared.Type == "vercel:index/projectDomain:ProjectDomain"));

    [Fact]
    public async Task What_holds_data_is_protected_in_production_and_nothing_else_is() => Assert.Equal(
        [
            "aws:backup/vault:Vault documents-recovery-us-east-1", "aws:backup/vault:Vault documents-recovery-us-west-2",
            "aws:s3/bucket:Bucket documents-us-east-1", "aws:s3/bucket:Bucket documents-us-east-2",
            "aws:s3/bucket:Bucket documents-us-west-2",
            "temporalcloud:index:Namespace workflows",
        ],
        Titles(await ProductionOnce.Value, declared => declared.Options.Protect == true));

    [Fact]
    public async Task Nothing_is_protected_where_data_may_go() => Assert.Empty(
        Titles(await ReadAsync(StackFiles.Settings("staging")), declared => declared.Options.Protect == true));

    [Fact]
    public async Task Only_what_AWS_answers_beyond_what_was_asked_is_ignored() => Assert.Equal(
        [
            "aws:backup/regionSettings:RegionSettings documents-recovery-us-east-1: resourceTypeOptInPreference",
            "aws:backup/regionSettings:RegionSettings documents-recovery-us-west-2: resourceTypeOptInPreference",
        ],
        (await ProductionOnce.Value).Where(declared => declared.Options.IgnoreChanges.Count > 0)
            .Select(declared => $"{declared.Title}: {string.Join(", ", declared.Options.IgnoreChanges)}")
            .Order(StringComparer.Ordinal));

    [Fact]
    public async Task Nothing_is_left_behind_renamed_or_imported() => Assert.Empty(
        Titles(await ProductionOnce.Value, declared => declared.Options.RetainOnDelete == true
            // The AWS package itself knows former names of its types.
            || (declared.Options.Aliases.Count > 0 && !declared.Type.StartsWith("aws:", StringComparison.Ordinal))
            || declared.Options.ReplaceOnChanges.Count > 0 || declared.Options is CustomResourceOptions { ImportId: not null }));

    [Fact]
    public async Task An_access_point_has_the_hour_that_AWS_may_take()
    {
        var slow = Assert.Single(await ProductionOnce.Value, declared => declared.Options.CustomTimeouts is not null);
        Assert.Equal("aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint documents-everywhere", slow.Title);
        Assert.Equal(
            (TimeSpan.FromMinutes(60), null, TimeSpan.FromMinutes(30)),
            (slow.Options.CustomTimeouts!.Create, slow.Options.CustomTimeouts.Update, slow.Options.CustomTimeouts.Delete));
    }

    [Fact]
    public async Task Everything_on_Vercel_belongs_to_the_team_and_nothing_else_has_a_provider_of_its_own()
    {
        var declared = await ProductionOnce.Value;
        var team = Assert.Single(declared, one => one.Type == "pulumi:providers:vercel");
        Assert.Equal("pip-ai", team.Inputs["team"]);
        Assert.Equal(
            declared.Where(one => one.Type.StartsWith("vercel:", StringComparison.Ordinal)).Select(one => one.Title).Order(),
            declared.Where(one => one.Provider is not null).Select(one => one.Title).Order());
        Assert.All(
            declared.Where(one => one.Provider is not null),
            one => Assert.Contains("pulumi:providers:vercel::frontend", one.Provider!, StringComparison.Ordinal));
    }

    private static string[] Titles(Declared[] declared, Func<Declared, bool> isMeant) =>
        [.. declared.Where(isMeant).Select(one => one.Title).Order(StringComparer.Ordinal)];

    private static async Task<Declared[]> ReadAsync(PlatformSettings settings)
    {
        var options = new ConcurrentDictionary<string, ResourceOptions>();
        var mocks = new ProviderNotes();
        await Task.Run(() => Deployment.TestAsync(
            mocks, new TestOptions { ProjectName = "pip-ai", StackName = settings.Stack, IsPreview = false },
            () => PipAiStack.Declare(settings, new ComponentResourceOptions { ResourceTransformations = { Note } })),
            TestContext.Current.CancellationToken);
        return [.. mocks.Registered.Select(
            one => one with { Options = options.GetValueOrDefault(one.Title, new CustomResourceOptions()) })];

        ResourceTransformationResult? Note(ResourceTransformationArgs args)
        {
            options[$"{args.Resource.GetResourceType()} {args.Resource.GetResourceName()}"] = args.Options;
            return null;
        }
    }

    private sealed record Declared(
        string Type, string Name, string? Provider, IReadOnlyDictionary<string, object> Inputs, ResourceOptions Options)
    {
        public string Title => $"{Type} {Name}";
    }

    /// <summary>Writes down with which provider each resource was registered.</summary>
    private sealed class ProviderNotes : IMocks
    {
        private readonly DeclarationRecorder inner = new();

        public ConcurrentQueue<Declared> Registered { get; } = new();

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            Registered.Enqueue(new Declared(
                args.Type!, args.Name!, string.IsNullOrEmpty(args.Provider) ? null : args.Provider, args.Inputs,
                new CustomResourceOptions()));
            return inner.NewResourceAsync(args);
        }

        public Task<object> CallAsync(MockCallArgs args) => inner.CallAsync(args);
    }
}
