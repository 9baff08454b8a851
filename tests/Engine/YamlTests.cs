using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Files;
using PipAi.Engine.Tests.Fakes;
using YamlDotNet.Core;

namespace PipAi.Engine.Tests;

/// <summary>What stack files may hold, and what they may not.</summary>
public sealed class YamlTests
{
    [Fact]
    public void An_alias_is_what_its_anchor_stands_on_and_a_merge_gives_what_is_not_there() => Assert.Equal(
        """{"base":{"iad":1,"ord":2},"all":{"ord":3,"iad":1},"two":{"lax":1,"iad":1,"ord":2},"same":{"iad":1,"ord":2},"quoted":{"\u003C\u003C":1}}""",
        YamlJson.Read("""
            base: &base { iad: 1, ord: 2 }
            all: { <<: *base, ord: 3 }
            two: { <<: [{ lax: 1 }, *base] }
            same: *base
            quoted: { "<<": 1 }
            """).ToJson().ToJsonString());

    [Theory]
    [InlineData("a: {b: 1")]
    [InlineData("a: [1, 2")]
    [InlineData("a: 'b")]
    [InlineData("a: \"b\\q\"")]
    [InlineData("a: b: c")]
    [InlineData("a: 1\n}")]
    [InlineData("a: *nowhere")]
    [InlineData("a: 1\na: 2")]
    [InlineData("- a")]
    [InlineData("a: {<<: 1}")]
    [InlineData("%TAG x\n---\na: 1")]
    [InlineData("? [a, b]\n: c")]
    [InlineData("a: \u0001")]
    public void What_is_no_YAML_is_one_kind_of_error(string text) => Assert.ThrowsAny<YamlException>(() => YamlJson.Read(text));

    [Fact]
    public void What_would_not_fit_into_memory_or_onto_the_stack_is_refused()
    {
        var laughs = string.Concat(
            Enumerable.Range(1, 12).Select(
                i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat(i == 1 ? "x" : $"*a{i - 1}", 10))}]\n"));
        Assert.Contains(
            "more than 100000 values", Assert.Throws<YamlException>(() => YamlJson.Read(laughs)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "nested more than 64 deep", Assert.Throws<YamlException>(() => YamlJson.Read("a: " + new string('[', 100_000))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_file_that_cannot_be_read_says_in_which_line()
    {
        await using var stack = await TestStack.CreateAsync();
        await File.WriteAllTextAsync(
            Path.Combine(stack.Folder, "Pulumi.dev.yaml"), "config:\n  proj:a: {b: 1\n", TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<EngineException>(() => stack.PreviewAsync());
        Assert.Equal((ErrorCodes.StackFile, ExitCategory.Configuration), (error.Code, error.Category));
        Assert.StartsWith("Pulumi.dev.yaml:3: it cannot be read: ", error.Message, StringComparison.Ordinal);
    }
}
