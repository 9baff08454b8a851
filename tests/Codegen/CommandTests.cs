using System.Diagnostics;
using PipAi.Testing;

namespace PipAi.Codegen.Tests;

public sealed class CommandTests
{
    [Fact]
    public async Task It_writes_one_file_and_says_nothing()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["schema.json"], """{"name":"p","version":"1.0.0"}""", TestContext.Current.CancellationToken);

        var (exitCode, error) = await RunAsync(folder["schema.json"], folder["out"]);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains(
            "public partial class Provider",
            await File.ReadAllTextAsync(Path.Combine(folder["out"], "Package.g.cs"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_cannot_become_code_is_an_error_that_MSBuild_shows_at_that_file()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["schema.json"], "{}", TestContext.Current.CancellationToken);

        var (exitCode, error) = await RunAsync(folder["schema.json"], folder["out"]);

        Assert.Equal((1, $"{folder["schema.json"]} : error PIPGEN : name: is missing\n"), (exitCode, error));
    }

    [Fact]
    public async Task Without_its_two_arguments_it_says_how_it_is_called()
    {
        var (exitCode, error) = await RunAsync();
        Assert.Equal((2, "usage: pipai-codegen SCHEMA OUTDIR\n"), (exitCode, error));
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "pipai-codegen.dll"), .. arguments])
        { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }
}
