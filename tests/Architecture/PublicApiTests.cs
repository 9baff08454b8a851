using PipAi.Architecture.Tests.PublicApi;

namespace PipAi.Architecture.Tests;

/// <summary>What a package promises its users lies in files, and the build compares.</summary>
public sealed class PublicApiTests
{
    /// <summary>The host is loaded by name alone, and the generator is a tool: neither has users that compile against it.</summary>
    private static readonly string[] NotTaken = ["infra/packages/host", "infra/packages/codegen"];

    public static TheoryData<string> Packages =>
        [.. Repository.Projects.Select(project => project.Folder).Where(folder =>
            folder.StartsWith("infra/packages/", StringComparison.Ordinal) && !NotTaken.Contains(folder))];

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_writes_its_public_api_down(string package)
    {
        var folder = Path.Combine(Repository.Root, package);
        var project = File.ReadAllText(Directory.GetFiles(folder, "*.csproj").Single());
        Assert.Contains("PublicApi.props\" />", project, StringComparison.Ordinal);
        Assert.DoesNotContain("NoWarn", project, StringComparison.Ordinal);
        Assert.True(File.ReadAllLines(Path.Combine(folder, "PublicAPI.Unshipped.txt")).Length > 1, "Nothing in it is public.");
        Assert.True(File.Exists(Path.Combine(folder, "PublicAPI.Shipped.txt")));
    }

    [Fact]
    public async Task A_member_that_is_not_written_down_and_one_that_is_gone_are_named()
    {
        var found = await DeclaredApi.CompareAsync(
            "public static class Package { public static void Kept() { } public static void Added() { } internal static void Own() { } }",
            "Package\nstatic Package.Kept() -> void\nstatic Package.Gone() -> void");

        Assert.Equal(
            [
                "RS0016: Symbol 'static Package.Added() -> void' is not part of the declared public API",
                "RS0017: Symbol 'static Package.Gone() -> void' is part of the declared API, but is either not public or could not be found",
            ],
            found);
    }
}
