using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.RegularExpressions;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Sts;
using PipAi.LocalCloud.Tests.S3;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.VendorTools;

/// <summary>A running S3 and STS, and programs that know of them what <c>cloud env</c> says.</summary>
public sealed partial class LocalAws : IAsyncLifetime
{
    private readonly LocalS3 s3 = new();
    private readonly TemporaryFolder folder = new();
    private readonly StsService sts;

    public LocalAws() => sts = new StsService(s3.Surroundings, s3.Provider);

    /// <summary>What a program left behind.</summary>
    public sealed record Run(int Code, string Output, string Errors);

    /// <summary>A path of a file for the tests.</summary>
    public string this[string name] => folder[name];

    public Task<string> BucketAsync(string region) => s3.BucketAsync(region);

    public async ValueTask InitializeAsync()
    {
        await s3.InitializeAsync();
        await sts.StartAsync(0, TestContext.Current.CancellationToken);
    }

    /// <summary>Runs a tool, or skips the test where it is missing or too old.</summary>
    public async Task<Run> RunAsync(Tool tool, IEnumerable<string> arguments)
    {
        Assert.SkipUnless(IsThere(tool), $"{tool.Name} is not on PATH. Install it:\n    scripts/install-test-tools");
        if (tool.Since.Length > 0)
        {
            var text = VersionText().Match((await StartAsync(tool, ["--version"])).Output).Value;
            var version = Version.Parse(text);
            Assert.SkipUnless(
                Array.Exists(tool.Since, since => since.Major == version.Major && since <= version),
                $"{tool.Name} {text} does not read the address of S3 from the environment; {string.Join(
                    " and ", tool.Since.AsEnumerable())} and later do.");
        }

        return await StartAsync(tool, arguments);
    }

    public async ValueTask DisposeAsync()
    {
        await sts.DisposeAsync();
        await s3.DisposeAsync();
        folder.Dispose();
    }

    private static bool IsThere(Tool tool) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(place => place.Length > 0 && File.Exists(Path.Combine(place, tool.Name)));

    private async Task<Run> StartAsync(Tool tool, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(tool.Name, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in Endpoints().ClientEnvironment()) start.Environment[name] = value;
        start.Environment["HOME"] = folder.Path;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Run(process.ExitCode, output, await errors);
    }

    /// <summary>As the host would write them down.</summary>
    private CloudEndpoints Endpoints() => new()
    {
        Stack = "test",
        Process = ProcessIdentity.Current,
        Tokens = s3.Surroundings.Tokens,
        Directory = folder.Path,
        Ports = new Dictionary<string, int>
        {
            [VendorNames.S3] = s3.Address.Port,
            [VendorNames.Sts] = sts.Port,
            // Not asked by these tools.
            [VendorNames.Fly] = 1,
            [VendorNames.Proxy] = 1,
            [VendorNames.Vercel] = 1,
            [VendorNames.Temporal] = 1,
        }.ToImmutableSortedDictionary(StringComparer.Ordinal),
    };

    [GeneratedRegex(@"\d+\.\d+\.\d+")]
    private static partial Regex VersionText();
}
