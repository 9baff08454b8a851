using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using PipAi.Workers.Pipeline.Hosting;
using Temporalio.Workflows;

namespace PipAi.Pipeline.Tests.Workflows;

/// <summary>What workflow code must not call: some of it fails a workflow task, some hangs the workflow without a word.</summary>
public sealed partial class DeterminismTests
{
    [Fact]
    public void Workflow_files_call_nothing_that_is_not_deterministic()
    {
        foreach (var file in WorkflowFiles())
        {
            var code = Comment().Replace(File.ReadAllText(file), "");
            Assert.All(Banned().Matches(code), match => Assert.Fail($"{Path.GetFileName(file)} calls {match.Value}"));
        }
    }

    [Fact]
    public void Every_workflow_is_in_such_a_file()
    {
        var names = WorkflowFiles().Select(file => Path.GetFileName(file).Replace(".workflow.cs", "", StringComparison.Ordinal))
            .ToHashSet();
        var workflows = typeof(PipelineService).Assembly.GetTypes().Where(type => type.GetCustomAttribute<WorkflowAttribute>() is not null)
            .ToList();
        Assert.NotEmpty(workflows);
        Assert.All(workflows, workflow => Assert.Contains(workflow.Name, names));
    }

    [Theory]
    [InlineData("await Task.Delay(1);")]
    [InlineData("x.ConfigureAwait(false)")]
    [InlineData("DateTime.UtcNow")]
    [InlineData("new HttpClient()")]
    [InlineData("new Random()")]
    public void The_guard_sees_what_it_should(string code) => Assert.Matches(Banned(), code);

    private static string[] WorkflowFiles([CallerFilePath] string here = "")
    {
        var files = Directory.GetFiles(
            Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "workers", "pipeline"), "*.workflow.cs",
            SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        return files;
    }

    [GeneratedRegex(
        @"\bTask\.(Run|Delay|Factory|WhenAny)\b|\bConfigureAwait\b|\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bGuid\.NewGuid\b|\bRandom\b|\bHttpClient\b|\bThread(Pool)?\b|\bParallel\b|\bStopwatch\b|\bTimeProvider\b|\bTimer\b|\bEnvironment\.|\bConsole\.|\bFile\.|\bProcess\.")]
    private static partial Regex Banned();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
