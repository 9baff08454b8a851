using PipAi.Cli.Commands;

namespace PipAi.Cli.Tests;

public sealed class CloudLogsTests
{
    [Theory]
    [InlineData("", "a b", "a b")]
    [InlineData("a b", "a b", "")]
    [InlineData("a b", "a b c d", "c d")]
    [InlineData("a b c", "b c d", "d")]
    [InlineData("a b c", "c d", "d")]
    [InlineData("x y", "a b", "a b")]
    [InlineData("a a", "a a a", "a")]
    public void Of_what_is_followed_only_the_new_lines_are_printed(string shown, string now, string added) =>
        Assert.Equal(Lines(added), CloudLogs.New(Lines(shown), Lines(now)));

    private static string[] Lines(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
