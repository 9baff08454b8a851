using System.Diagnostics;
using PipAi.Cli.Views;
using PipAi.Testing;

namespace PipAi.Cli.Tests.Views;

public sealed class ShellViewTests
{
    private const string Awkward = """it's "here": $HOME `id` \ ; * #""";

    private static readonly SortedDictionary<string, string?> Variables = new(StringComparer.Ordinal)
    {
        ["AWS_PROFILE"] = null,
        ["PULUMI_STACK"] = "staging",
        ["PIPAI_AWKWARD"] = Awkward,
    };

    [Fact]
    public async Task A_shell_that_evaluates_it_has_each_value_as_it_is_and_lacks_what_was_taken_away()
    {
        var start = new ProcessStartInfo(
            "sh", ["-c", """eval "$1"; printf '%s\n' "$PIPAI_AWKWARD" "$PULUMI_STACK" "${AWS_PROFILE-none}" """, "sh", Text(Shell.Sh)])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["AWS_PROFILE"] = "mine";
        using var process = Process.Start(start)!;
        Assert.Equal($"{Awkward}\nstaging\nnone\n", await process.StandardOutput.ReadToEndAsync());
    }

    [Fact]
    public void Each_shell_has_its_own_words() =>
        Approved.Text(string.Join('\n', Enum.GetValues<Shell>().Select(shell => $"{shell}:\n{Text(shell)}")));

    private static string Text(Shell shell)
    {
        var output = new StringWriter { NewLine = "\n" };
        ShellView.Write(output, shell, Variables, "./pipai cloud env --stack staging");
        return output.ToString();
    }
}
