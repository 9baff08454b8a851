using System.Text.Json;
using System.Text.RegularExpressions;

namespace PipAi.Program.Tests;

/// <summary>Who may be whom in AWS, and that no role can do more than its boundary: for every stack.</summary>
public sealed class LeastPrivilegeTests
{
    private const string Role = "aws:iam/role:Role";
    private const string RolePolicy = "aws:iam/rolePolicy:RolePolicy";

    public static TheoryData<string> All => Stacks.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Roles_that_a_pipeline_may_change_have_the_boundary_and_its_own_have_not(string stack)
    {
        var roles = (await Stacks.DeclaredAsync(stack)).OfType(Role).ToArray();
        string[] unbounded = ["documents-recovery", "github-deploy", "github-preview"];
        Assert.All(roles, role => Assert.Equal(
            unbounded.Contains(role.Name) ? null : "{boundary.arn}", role["permissionsBoundary"]));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_a_bounded_role_may_do_its_boundary_allows(string stack)
    {
        var declaration = await Stacks.DeclaredAsync(stack);
        var boundary = Statements((string)declaration.OfType("aws:iam/policy:Policy").Single()["policy"]!);
        var allowed = boundary.SelectMany(statement => Texts(statement, "Action")).ToHashSet();
        var bounded = declaration.OfType(Role).Where(role => role["permissionsBoundary"] is not null).Select(role => role.Name).ToHashSet();
        var policies = declaration.OfType(RolePolicy).Where(policy => bounded.Contains(policy.Name)).ToArray();
        Assert.Equal(bounded.Order(), policies.Select(policy => policy.Name).Order());
        Assert.All(
            policies.SelectMany(policy => Statements((string)policy["policy"]!)).SelectMany(statement => Texts(statement, "Action")),
            action => Assert.Contains(action, allowed));
        // Of this stack's buckets and of what is behind an access point.
        Assert.All(
            boundary.SelectMany(statement => Texts(statement, "Resource")),
            resource => Assert.True(
                resource.StartsWith($"arn:aws:s3:::{declaration.Settings.Names.Buckets}-", StringComparison.Ordinal)
                    || resource.StartsWith("arn:aws:s3::*:accesspoint/", StringComparison.Ordinal), resource));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Nothing_outside_AWS_assumes_a_role_unless_audience_and_subject_are_right(string stack)
    {
        var declaration = await Stacks.DeclaredAsync(stack);
        var (organization, team) = (declaration.Settings.Workers.Organization, declaration.Settings.Frontend.Team);
        var names = declaration.Settings.Names;
        var expected = new Dictionary<string, (string Audience, string Comparison, string Subject)>
        {
            ["machines"] = ("sts.amazonaws.com", "StringLike", $"{organization}:{names.Workers}:*"),
            ["website"] = ($"https://vercel.com/{team}", "StringEquals", $"owner:{team}:project:{names.Platform}:environment:production"),
            ["github-deploy"] = ("sts.amazonaws.com", "StringEquals", declaration.Settings.Identity.DeploySubject),
            ["github-preview"] = ("sts.amazonaws.com", "StringEquals", declaration.Settings.Identity.PreviewSubject),
        };
        var trusts = declaration.OfType(Role)
            .Select(role => (role.Name, Trust: Assert.Single(Statements((string)role["assumeRolePolicy"]!))))
            .Where(role => role.Trust.GetProperty("Principal").TryGetProperty("Federated", out _)).ToArray();
        Assert.Equal(expected.Keys.Order(), trusts.Select(role => role.Name).Order());
        Assert.All(trusts, role =>
        {
            Assert.Equal(["sts:AssumeRoleWithWebIdentity"], Texts(role.Trust, "Action"));
            var conditions = role.Trust.GetProperty("Condition").EnumerateObject()
                .SelectMany(
                    same =>
                        same.Value.EnumerateObject().Select(
                            one => (same.Name, Key: one.Name.Split(':')[^1], Value: one.Value.GetString()!)))
                .ToArray();
            var (audience, comparison, subject) = expected[role.Name];
            Assert.Equal([("StringEquals", "aud", audience), (comparison, "sub", subject)], conditions.OrderBy(one => one.Key));
        });
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_bucket_refuses_what_comes_without_TLS(string stack)
    {
        var declaration = await Stacks.DeclaredAsync(stack);
        Assert.All(declaration.OfType("aws:s3/bucketPolicy:BucketPolicy"), policy =>
        {
            var deny = Assert.Single(Statements((string)policy["policy"]!));
            Assert.Equal("Deny", deny.GetProperty("Effect").GetString());
            Assert.Equal(["s3:*"], Texts(deny, "Action"));
            Assert.Equal([$"{{{policy.Name}.arn}}", $"{{{policy.Name}.arn}}/*"], Texts(deny, "Resource"));
            Assert.Equal("""{"Bool":{"aws:SecureTransport":"false"}}""", deny.GetProperty("Condition").GetRawText());
        });
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Alerts_are_published_for_the_topics_own_account_alone(string stack)
    {
        var declaration = await Stacks.DeclaredAsync(stack);
        Assert.All(declaration.OfType("aws:sns/topicPolicy:TopicPolicy"), policy =>
        {
            var statements = Statements((string)policy["policy"]!);
            Assert.Equal(
                ["cloudwatch.amazonaws.com", "s3.amazonaws.com"],
                statements.Select(statement => statement.GetProperty("Principal").GetProperty("Service").GetString()).Order());
            Assert.All(statements, statement =>
            {
                Assert.Equal(["sns:Publish"], Texts(statement, "Action"));
                Assert.Equal([$"{{{policy.Name}.arn}}"], Texts(statement, "Resource"));
                Assert.Equal(
                    """{"StringEquals":{"aws:SourceAccount":"{account}"}}""", statement.GetProperty("Condition").GetRawText());
            });
        });
    }

    [Theory]
    [InlineData("prod", "staging")]
    [InlineData("prod", "europe")]
    [InlineData("staging", "minimal")]
    [InlineData("staging", "prod")]
    public async Task A_pipeline_changes_nothing_of_another_stack_that_has_a_name_of_its_own(string stack, string other)
    {
        string[] ownNames = ["Buckets", "BoundedRoles", "RightsOfBoundedRoles", "PassToS3", "PassToBackup", "Topics"];
        var grants = Statements((string)(await Stacks.DeclaredAsync(stack)).Resources.Single(
            resource => resource is { Type: RolePolicy, Name: "github-deploy" })["policy"]!);
        var names = Stacks.Settings(other).Names;
        string[] theirs =
        [
            $"arn:aws:iam::{{account}}:role/{names.Workers}", $"arn:aws:iam::{{account}}:role/{names.WebsiteRole}",
            $"arn:aws:iam::{{account}}:role/{names.ReplicationRole}", $"arn:aws:iam::{{account}}:role/{names.RecoveryRole}",
            $"arn:aws:sns:us-east-1:{{account}}:pip-ai-alerts{names.Suffix}",
            // Production's prefix begins the others' names: only a region may follow it, and no name of a region begins so.
            .. stack == "prod" ? Array.Empty<string>() : [$"arn:aws:s3:::{names.Buckets}-us-east-1"],
        ];
        var patterns = grants.Where(grant => ownNames.Contains(grant.GetProperty("Sid").GetString()))
            .SelectMany(grant => Texts(grant, "Resource"))
            .Select(resource => new Regex($"^{Regex.Escape(resource).Replace("\\*", ".*", StringComparison.Ordinal)}$")).ToArray();
        Assert.True(patterns.Length >= 6);
        Assert.All(theirs, resource => Assert.DoesNotContain(patterns, pattern => pattern.IsMatch(resource)));
    }

    [Theory]
    [InlineData("documents-replication", "s3.amazonaws.com")]
    [InlineData("documents-recovery", "backup.amazonaws.com")]
    public async Task A_service_of_AWS_assumes_the_role_made_for_it(string name, string service)
    {
        var role = (await Stacks.DeclaredAsync("prod")).OfType(Role).Single(role => role.Name == name);
        Assert.Equal(
            $$"""{"Sid":"Trust","Effect":"Allow","Principal":{"Service":"{{service}}"},"Action":["sts:AssumeRole"]}""",
            Assert.Single(Statements((string)role["assumeRolePolicy"]!)).GetRawText());
    }

    [Fact]
    public async Task The_frontend_puts_and_gets_documents_and_can_neither_list_nor_delete()
    {
        var declaration = await Stacks.DeclaredAsync("world");
        var rights = Assert.Single(
            Statements((string)declaration.OfType(RolePolicy).Single(policy => policy.Name == "website")["policy"]!));
        Assert.Equal(["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], Texts(rights, "Action"));
        Assert.Equal(
            declaration.Settings.Storage.Regions.Select(region => $"{{documents-{region}.arn}}/documents/*"), Texts(rights, "Resource"));
    }

    [Fact]
    public async Task Nobody_is_given_rights_on_a_bucket_that_is_on_its_way_out_but_what_copies_it()
    {
        var policies = (await Stacks.DeclaredAsync("retiring")).OfType(RolePolicy).Where(policy =>
            ((string)policy["policy"]!).Contains("{documents-us-east-1.arn}", StringComparison.Ordinal));
        Assert.Equal(["documents-replication"], policies.Select(policy => policy.Name));
    }

    private static JsonElement[] Statements(string policy) =>
        [.. JsonDocument.Parse(policy).RootElement.GetProperty("Statement").EnumerateArray()];

    private static string[] Texts(JsonElement statement, string name) =>
        statement.TryGetProperty(name, out var texts) ? [.. texts.EnumerateArray().Select(text => text.GetString()!)] : [];
}
