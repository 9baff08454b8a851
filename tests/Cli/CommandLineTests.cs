using System.CommandLine;
using PipAi.Cli.Rehearsal;
using PipAi.Cli.Sessions;
using PipAi.Cli.Terminals;
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

    [Theory]
    [InlineData("'prevew' is no verb of ./pipai; did you mean 'preview'?", "prevew")]
    [InlineData("'xyzzy' is no verb of `cloud`; there are start, stop, env, fault, logs.", "cloud", "xyzzy")]
    [InlineData("'--yse' is no option of `up`; did you mean '--yes'?", "up", "--yse")]
    [InlineData("'--stak' is no option of `status`; did you mean '--stack'?", "status", "--stak=prod")]
    [InlineData("'instanse' is no verb of `drill`; did you mean 'instance'?", "drill", "instanse", "--help")]
    [InlineData("'more' is no argument of `status`; see its help.", "status", "more")]
    [InlineData("'many' is no value of --lines: it must be a whole number.", "cloud", "logs", "-n", "many")]
    [InlineData("'many' is no value of --times: it must be a whole number.", "cloud", "fault", "s3", "--times", "many")]
    [InlineData("'tcsh' is no value of --shell: it must be one of sh, fish, powershell.", "cloud", "env", "--shell", "tcsh")]
    public async Task What_names_nothing_is_refused_with_what_was_meant(string message, params string[] arguments)
    {
        Assert.Equal(2, await RunAsync(arguments));
        Assert.StartsWith(message, errors.ToString(), StringComparison.Ordinal);
        Assert.Single(errors.ToString().Split('\n'), line => line.Contains(" is no ", StringComparison.Ordinal));
        Assert.Empty(output.ToString());
    }

    [Fact]
    public async Task Every_verb_answers_in_JSON_with_its_exit_code_whatever_happens()
    {
        foreach (var verb in Leaves(
            CommandLine.Root(
                new CommandFactory(
                    new GlobalOptions(_ => null), Terminal(), new JsonAnswer(output), new Interrupts(errors),
                    HostEnvironment.OfProcess()))))
        {
            output.GetStringBuilder().Clear();
            var exit = await RunAsync([.. verb, "--json", "--stack", "nowhere"]);
            var json = System.Text.Json.JsonDocument.Parse(output.ToString()).RootElement;
            if (exit == 0) continue;
            Assert.Equal(exit, json.GetProperty("exitCode").GetInt32());
            Assert.NotEmpty(json.GetProperty("error").GetProperty("message").GetString()!);
            Assert.NotEqual(255, exit);
        }

        Assert.Equal(2, await RunAsync("preview", "--json", "--no-such-option"));
    }

    public void Dispose() => console.Dispose();

    /// <summary>The command line of every verb, with something for each argument that must be there.</summary>
    private static IEnumerable<string[]> Leaves(Command command, params string[] words) =>
        command.Subcommands.Where(sub => !sub.Hidden).SelectMany(sub => sub.Subcommands.Count > 0
            ? Leaves(sub, [.. words, sub.Name])
            : [[.. words, sub.Name, .. sub.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0).Select(_ => "nothing")]]);

    private Task<int> RunAsync(params string[] arguments) => CommandLine.RunAsync(arguments, Terminal());

    private Terminal Terminal() =>
        new() { Input = TextReader.Null, Output = output, Errors = errors, Answer = console, Progress = console, Interactive = false };
}
