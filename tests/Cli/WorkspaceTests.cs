using PipAi.Cli.Errors;
using PipAi.Cli.Files;
using PipAi.Testing;

namespace PipAi.Cli.Tests;

public sealed class WorkspaceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public WorkspaceTests()
    {
        File.WriteAllText(folder["Pulumi.yaml"], "name: x");
        File.WriteAllText(folder["Pulumi.prod.yaml"], "");
        File.WriteAllText(folder["Pulumi.staging.yaml"], "");
    }

    [Fact]
    public void Stacks_are_those_that_have_a_settings_file() => Assert.Equal(["prod", "staging"], Find().Stacks());

    [Fact]
    public void An_unknown_stack_is_refused_with_the_stacks_there_are()
    {
        var exception = Assert.Throws<CliException>(() => Find().RequireStack("prd"));

        Assert.Equal(ExitCode.StackNotFound, exception.Code);
        Assert.Equal("There is no stack 'prd': Pulumi.prd.yaml does not exist. Stacks here: prod, staging.", exception.Message);
        Assert.Equal("./pipai preview --stack prod", exception.Fix);
    }

    [Fact]
    public void State_lives_in_the_checkout_unless_PIPAI_HOME_says_otherwise()
    {
        Assert.Equal(folder[".pipai"], Find().Home);
        Assert.Equal(folder["elsewhere"], Find(("PIPAI_HOME", folder["elsewhere"])).Home);
    }

    [Fact]
    public void A_folder_without_a_project_is_refused()
    {
        File.Delete(folder["Pulumi.yaml"]);
        Assert.Equal(ExitCode.Configuration, Assert.Throws<CliException>(() => Find()).Code);
    }

    public void Dispose() => folder.Dispose();

    private Workspace Find(params (string Name, string Value)[] more) => Workspace.Find(
        name =>
            more.Append(("PIPAI_ROOT", folder.Path)).Where(variable => variable.Item1 == name).Select(variable => variable.Item2)
                .FirstOrDefault());
}
