using PipAi.Testing;
using Spectre.Console.Testing;

namespace PipAi.Cli.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();
    private readonly TestConsole console = new();

    [Fact]
    public async Task Without_a_verb_it_says_what_it_can_do()
    {
        Assert.Equal(0, await RunAsync());
        Approved.Text(output.ToString());
    }

    [Theory]
    [InlineData("./pipai --help", "prevew")]
    [InlineData("./pipai drill --help", "drill")]
    [InlineData("./pipai document --help", "document")]
    [InlineData("./pipai up --help", "up", "--force")]
    public async Task A_wrong_line_is_a_usage_error_with_the_help_that_fits(string help, params string[] arguments)
    {
        Assert.Equal(2, await RunAsync(arguments));
        Assert.EndsWith($"    {help}", errors.ToString().TrimEnd(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    public void Dispose() => console.Dispose();

    private Task<int> RunAsync(params string[] arguments) => CommandLine.RunAsync(
        arguments, new Terminal { Output = output, Errors = errors, Answer = console, Progress = console, Interactive = false });
}
