using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Operations;
using PipAi.Engine.Tests.Fakes;
using Pulumirpc;

namespace PipAi.Engine.Tests;

/// <summary>What a program may send, but no engine can take: it is told, and the run ends.</summary>
public sealed class RegistrationTests
{
    [Theory]
    [InlineData("Thing")]
    [InlineData("test:Thing")]
    [InlineData("test::Thing")]
    [InlineData("test:index:Thing:more")]
    public async Task A_type_that_is_none_is_told_whether_it_is_made_or_read(string type)
    {
        await using var stack = await TestStack.CreateAsync();
        var made = await stack.UpAsync(new Wanted("a") { Type = type });
        var read = await stack.UpAsync(FakeProgram.Of(async program =>
        {
            await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () => await program.Monitor.ReadResourceAsync(
                new ReadResourceRequest { Type = type, Name = "a", Id = "a-1", Parent = program.StackUrn }));
            return null;
        }));
        foreach (var result in new[] { made, read })
        {
            Assert.NotNull(result.Failure);
            Assert.Contains(Errors(result), message => message.StartsWith($"'{type}' is no type of a resource", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("urn:pulumi:dev::proj::test")]
    public async Task A_parent_that_is_no_urn_is_told_and_ends_the_run(string parent)
    {
        await using var stack = await TestStack.CreateAsync();
        var result = await stack.UpAsync(new Wanted("a") { Parent = parent });
        Assert.NotNull(result.Failure);
        Assert.Contains(Errors(result), message => message.Contains($"'{parent}'", StringComparison.Ordinal));
        Assert.Empty(stack.Cloud.Resources);
    }

    [Theory]
    [InlineData(">= 3.1.0", true)]
    [InlineData(">=3.1.0 < 4.0.0", true)]
    [InlineData("3.x", true)]
    [InlineData(">= 99.0.0 || 3.x.x", true)]
    [InlineData("!=3.0.0", true)]
    [InlineData("< 3.1.0", false)]
    [InlineData("2.x", false)]
    [InlineData(">= 99", false)]
    public async Task The_version_that_a_program_needs_may_be_written_with_spaces(string range, bool holds)
    {
        await using var stack = await TestStack.CreateAsync();
        var answered = false;
        await stack.UpAsync(FakeProgram.Of(async program =>
        {
            try
            {
                await program.Engine.RequirePulumiVersionAsync(new RequirePulumiVersionRequest { PulumiVersionRange = range });
                answered = true;
            }
            catch (Grpc.Core.RpcException refused)
            {
                Assert.Contains($"needs Pulumi {range}", refused.Status.Detail, StringComparison.Ordinal);
            }

            return null;
        }));
        Assert.Equal(holds, answered);
    }

    private static IEnumerable<string> Errors(OperationResult result) =>
        result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Message);
}
