using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Engine.Secrets;
using PipAi.Engine.Tests.Fakes;
using PipAi.Testing;

namespace PipAi.Engine.Tests;

public sealed class ConfigTests
{
    private const string Declared = """
        config:
          name: { type: string }
          count: { type: integer, default: 3 }
          regions: { type: array, items: { type: string }, default: [iad, ord] }
          sizes: { type: object, default: { b: true, a: 1 } }
          on: { type: boolean, default: true }
          token: { type: string, default: "", secret: true }
        """;

    [Fact]
    public async Task All_mistakes_of_a_stack_file_are_told_at_once()
    {
        await using var stack = await TestStack.CreateAsync(Declared);
        await WriteAsync(stack, """
            config:
              proj:count: many
              proj:regoins: [iad]
              proj:on: "yes"
              proj:sizes: 4
              other:anything: goes
            """);
        var error = await Assert.ThrowsAsync<EngineException>(() => stack.PreviewAsync());
        Assert.Equal(ExitCategory.Configuration, error.Category);
        Approved.Text(error.Message);
    }

    [Fact]
    public async Task The_program_gets_values_defaults_and_objects_as_texts()
    {
        await using var stack = await TestStack.CreateAsync(Declared);
        var cipher = PassphraseCipher.New("correct horse");
        await WriteAsync(stack, $"""
            encryptionsalt: {cipher.Salt}
            config:
              proj:name: 1.10
              proj:token:
                secure: {cipher.Encrypt("hunter2")}
              test:region: eu
            """);
        IReadOnlyDictionary<string, string>? seen = null;
        await stack.UpAsync(FakeProgram.Of(program =>
        {
            seen = program.Environment;
            return Task.FromResult<EmbeddedPulumi.Protocol.PropertyMap?>(null);
        }));
        Assert.Equal(
            """{"proj:count":"3","proj:name":"1.10","proj:on":"true","proj:regions":"[\u0022iad\u0022,\u0022ord\u0022]","proj:sizes":"{\u0022a\u0022:1,\u0022b\u0022:true}","proj:token":"hunter2","test:region":"eu"}""",
            seen!["PULUMI_CONFIG"]);
        Assert.Equal("""["proj:token"]""", seen["PULUMI_CONFIG_SECRET_KEYS"]);
    }

    [Theory]
    [InlineData("name: [", "it cannot be read")]
    [InlineData("runtime: dotnet", "has no 'name'")]
    [InlineData("name: proj\nmain: nowhere", "has main 'nowhere', and there is no such folder")]
    public async Task A_wrong_project_file_is_explained(string content, string expected)
    {
        await using var stack = await TestStack.CreateAsync();
        await File.WriteAllTextAsync(stack.Context.ProjectFile, content, TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<EngineException>(() => stack.PreviewAsync());
        Assert.Equal(ErrorCodes.ProjectFile, error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_name_that_could_name_another_file_is_refused()
    {
        await using var stack = await TestStack.CreateAsync();
        var engine = new StackEngine(stack.Context with { StackName = "../dev" });
        var error = await Assert.ThrowsAsync<EngineException>(
            () => engine.PreviewAsync(new PreviewOptions(), null, TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.StackName, error.Code);
    }

    [Theory]
    [InlineData(32, ExitCategory.Failed)]
    [InlineData(1, ExitCategory.Failed)]
    [InlineData(2, ExitCategory.Configuration)]
    [InlineData(5, ExitCategory.Policy)]
    public async Task A_program_says_by_its_exit_code_what_kind_of_mistake_it_has_reported(int code, ExitCategory category)
    {
        await using var stack = await TestStack.CreateAsync();
        var result = await stack.PreviewAsync(FakeProgram.Of(async program =>
        {
            await program.Engine.LogAsync(
                new Pulumirpc.LogRequest { Severity = Pulumirpc.LogSeverity.Error, Message = "unknown region 'iadd'" });
            Assert.Equal("true", program.Environment["PULUMI_ENGINE_READS_EXIT_CODES"]);
            throw new ProgramExitException(code);
        }));
        Assert.Equal(category, result.Failure);
        Assert.Equal("unknown region 'iadd'", Assert.Single(result.Diagnostics).Message);
    }

    private static Task WriteAsync(TestStack stack, string content) =>
        File.WriteAllTextAsync(Path.Combine(stack.Folder, "Pulumi.dev.yaml"), content, TestContext.Current.CancellationToken);
}
