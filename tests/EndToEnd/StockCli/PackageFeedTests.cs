namespace PipAi.EndToEnd.Tests.StockCli;

/// <summary>A machine with the stock CLI and a feed that lacks Pulumi's packages.</summary>
public sealed class PackageFeedTests : IDisposable
{
    private const string EmptyFeed = """
        <configuration><packageSources><clear /><add key="empty" value="feed" /></packageSources></configuration>
        """;

    private readonly SourceCheckout checkout = new();

    [Fact]
    public async Task The_launcher_says_what_to_say_and_leaves_the_tree_clean()
    {
        Directory.CreateDirectory(Path.Combine(checkout.Root, "feed"));
        await File.WriteAllTextAsync(Path.Combine(checkout.Root, "nuget.config"), EmptyFeed);
        var locked = Locked();
        var start = Command.Start(Path.Combine(checkout.Root, "pipai"), checkout.Root, ["preview"]);
        start.Environment["PULUMI_HOME"] = Path.Combine(checkout.Root, "home");
        start.Environment.Remove("PulumiPackages");
        var outcome = (await Command.RunAsync(start)).Ended(1);
        Assert.Contains("the package feed lacks Pulumi's own packages", outcome.Errors, StringComparison.Ordinal);
        Assert.EndsWith("    export PulumiPackages=standin", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(locked, Locked());
    }

    public void Dispose() => checkout.Dispose();

    private string[] Locked() =>
        [.. Directory.EnumerateFiles(Path.Combine(checkout.Root, "infra"), "packages.lock.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(File.ReadAllText)];
}
