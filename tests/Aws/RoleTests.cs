using PipAi.LocalCloud.Services;

namespace PipAi.Aws.Tests;

public sealed class RoleTests(AwsCloud cloud) : IClassFixture<AwsCloud>
{
    [Fact]
    public async Task A_role_is_known_to_sts_as_long_as_it_is_deployed()
    {
        var aws = await cloud.ProviderAsync();
        var role = await aws.CreateAsync("aws:iam/role:Role", """{"name":"known","assumeRolePolicy":"{\"Statement\":[]}"}""");
        Assert.Contains(role["arn"]!, await RolesAsync());

        await aws.UpdateAsync(role, """{"name":"known","assumeRolePolicy":"{\"Statement\":[]}","description":"x"}""");
        await aws.DeleteAsync(role);
        await aws.DeleteAsync(role);
        Assert.DoesNotContain(role["arn"]!, await RolesAsync());
    }

    [Fact]
    public async Task A_policy_of_a_role_is_known_to_sts_and_stays_when_the_role_changes()
    {
        var aws = await cloud.ProviderAsync();
        const string Policy =
            """{"role":"limited","name":"few","policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"canary\"}]}"}""";
        await Assert.ThrowsAsync<InvalidOperationException>(() => aws.CreateAsync("aws:iam/rolePolicy:RolePolicy", Policy));
        var role = await aws.CreateAsync("aws:iam/role:Role", """{"name":"limited","assumeRolePolicy":"{\"Statement\":[]}"}""");
        var policy = await aws.CreateAsync("aws:iam/rolePolicy:RolePolicy", Policy);
        await aws.UpdateAsync(role, """{"name":"limited","assumeRolePolicy":"{\"Statement\":[]}","description":"x"}""");

        Assert.Equal("limited:few", policy.Id);
        Assert.Contains("canary", await File.ReadAllTextAsync(RoleFile("limited")), StringComparison.Ordinal);
        await aws.DeleteAsync(policy);
        await aws.DeleteAsync(policy);
        Assert.DoesNotContain("canary", await File.ReadAllTextAsync(RoleFile("limited")), StringComparison.Ordinal);
        await aws.DeleteAsync(role);
    }

    private string RoleFile(string role) => Path.Combine(cloud.Host.Endpoints.Directory, VendorNames.Sts, role + ".json");

    private Task<string> RolesAsync() => Task.FromResult(string.Join(
        '\n',
        Directory.EnumerateFiles(Path.Combine(cloud.Host.Endpoints.Directory, VendorNames.Sts)).Select(File.ReadAllText)));
}
