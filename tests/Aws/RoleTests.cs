using PipAi.LocalCloud.Hosting;

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

    private Task<string> RolesAsync() => Task.FromResult(string.Join(
        '\n',
        Directory.EnumerateFiles(Path.Combine(cloud.Host.Endpoints.Directory, VendorNames.Sts)).Select(file => Uri.UnescapeDataString(Path.GetFileName(file)))));
}
