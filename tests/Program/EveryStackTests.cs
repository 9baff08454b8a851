using System.Text;
using PipAi.Infra.Policies;
using PipAi.Testing;

namespace PipAi.Program.Tests;

/// <summary>What holds for every stack, whatever its settings.</summary>
public sealed class EveryStackTests
{
    public static TheoryData<string> All => Stacks.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task No_rule_is_broken(string stack) => await Declarations.CheckAsync(Stacks.Settings(stack));

    [Theory]
    [MemberData(nameof(All))]
    public async Task No_two_resources_of_a_type_share_a_name(string stack) => Assert.DoesNotContain(
        (await Stacks.DeclaredAsync(stack)).Resources.CountBy(resource => (resource.Type, resource.Name)), same => same.Value > 1);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_resource_belongs_to_a_component(string stack)
    {
        var declaration = await Stacks.DeclaredAsync(stack);
        var components = declaration.Resources.Where(IsComponent).Select(component => component.Name).ToHashSet();
        Assert.All(
            declaration.Resources.Where(resource => !IsComponent(resource)), resource => Assert.Contains(resource.Parent, components));
        Assert.All(
            declaration.Resources.Where(IsComponent),
            component => Assert.True(component.Parent.Length == 0 || components.Contains(component.Parent), component.Name));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_is_waited_for_is_declared_and_nothing_waits_for_itself(string stack)
    {
        var declaration = await Stacks.DeclaredAsync(stack);
        var waits = declaration.Resources.Where(resource => resource.Type != "pulumi:pulumi:Stack")
            .ToLookup(Title, resource => resource.DependsOn);
        Assert.All(waits.SelectMany(each => each.SelectMany(all => all)), earlier => Assert.True(waits.Contains(earlier), earlier));

        // Taking away, again and again, what waits for nothing that is left: a circle would stay.
        var left = waits.ToDictionary(each => each.Key, each => each.SelectMany(all => all).ToHashSet());
        for (var free = new List<string> { "" }; free.Count > 0;)
        {
            free = [.. left.Where(one => !one.Value.Overlaps(left.Keys)).Select(one => one.Key)];
            foreach (var one in free) left.Remove(one);
        }

        Assert.Empty(left);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_AWS_keeps_in_a_region_says_in_which(string stack)
    {
        string[] everywhere = ["aws:iam/", "aws:route53/", "aws:s3control/multiRegionAccessPoint:"];
        var declaration = await Stacks.DeclaredAsync(stack);
        var regional = declaration.Resources.Where(
            resource => resource.Type.StartsWith("aws:", StringComparison.Ordinal)
                && !everywhere.Any(global => resource.Type.StartsWith(global, StringComparison.Ordinal))).ToArray();
        Assert.NotEmpty(regional);
        var storage = declaration.Settings.Storage;
        string[] used =
        [
            .. storage.Regions, .. storage.RetiringRegions, declaration.Settings.Monitoring.MetricsRegion,
            storage.AccessPointControlRegion,
        ];
        Assert.All(regional, resource => Assert.Contains(Assert.IsType<string>(resource["region"]), used));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_bucket_has_all_its_settings_in_its_own_region_one_after_the_other(string stack)
    {
        string[] order =
        [
            "s3/bucketOwnershipControls:BucketOwnershipControls", "s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
            "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "s3/bucketVersioning:BucketVersioning", "s3/bucketPolicy:BucketPolicy",
        ];
        var declaration = await Stacks.DeclaredAsync(stack);
        foreach (var bucket in declaration.OfType("aws:s3/bucket:Bucket"))
        {
            var earlier = Title(bucket);
            foreach (var type in order)
            {
                var setting = Assert.Single(declaration.OfType($"aws:{type}"), setting => setting.Name == bucket.Name);
                Assert.Equal([earlier], setting.DependsOn);
                Assert.Equal((bucket["bucket"], bucket["region"]), (setting["bucket"], setting["region"]));
                earlier = Title(setting);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_secrets_alone_of_the_outputs_are_secret(string stack)
    {
        var secret = new List<string>();
        foreach (var (name, value) in (await Stacks.DeclaredAsync(stack)).Outputs)
        {
            if (value is Pulumi.Output<string> text && await Pulumi.Output.IsSecretAsync(text)) secret.Add(name);
        }

        Assert.Equal(["temporalApiKey", "unstructuredApiKey"], secret.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_same_settings_declare_the_same(string stack) => Assert.Equal(
        PlanText.Of(await Stacks.DeclaredAsync(stack)), PlanText.Of(await Declarations.ReadAsync(Stacks.Settings(stack))));

    [Theory]
    [InlineData("minimal")]
    [InlineData("world")]
    [InlineData("retiring")]
    [InlineData("europe")]
    public async Task What_there_is_was_approved(string stack)
    {
        var text = new StringBuilder();
        var resources = (await Stacks.DeclaredAsync(stack)).Resources;
        foreach (var type in resources.Where(resource => resource.Type != "pulumi:pulumi:Stack").GroupBy(resource => resource.Type)
            .OrderBy(type => type.Key, StringComparer.Ordinal))
        {
            text.Append($"{type.Key}\n");
            foreach (var resource in type)
                text.Append($"    {resource.Name}{(resource.IsProtected ? "  [protected]" : "")}\n");
        }

        Approved.Text(text.ToString(), $"What_there_is_was_approved_{stack}");
    }

    private static bool IsComponent(PolicyResource resource) => resource.Type.StartsWith("pipai:", StringComparison.Ordinal);

    private static string Title(PolicyResource resource) => $"{resource.Type.Split(':')[^1]} {resource.Name}";
}
