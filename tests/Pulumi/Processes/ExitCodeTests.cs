using PipAi.Pulumi.Tests.Registration;
using Pulumirpc;

namespace PipAi.Pulumi.Tests.Processes;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData("good", 0, null)]
    [InlineData("stack", 0, null)]
    [InlineData("mistake", 32, "project:region is 'iadd'; did you mean 'iad'?")]
    [InlineData("crash", 32, "failed with an unhandled exception:\nSystem.InvalidOperationException: something broke")]
    [InlineData("crash-later", 32, "failed with an unhandled exception:\nSystem.InvalidOperationException: too late")]
    [InlineData("log-error", 1, "not good")]
    [InlineData(
        "missing-setting", 32,
        "Missing Required configuration variable 'project:count'\n\tplease set a value using the command `pulumi config set "
            + "project:count <value>`")]
    [InlineData("wrong-secret", 32, "Configuration 'project:password' value '[secret]' is not a valid Int32")]
    [InlineData(
        "half-a-stack", 32,
        "Output(s) 'Forgotten' have no value assigned. [Output] attributed properties must be assigned inside Stack constructor.")]
    [InlineData("unawaited", 32, "no")]
    public async Task A_program_ends_with_its_exit_code_and_says_why(string program, int expected, string? error)
    {
        await using var engine = await FakeEngine.StartAsync();
        using var process = ChildProcess.Start(
            ["run-program", program], InProcess.Variables(engine.Address, config: """{"project:config:password":"hunter2"}"""));
        var (exitCode, output, standardError) = await process.WaitAsync();
        Assert.Equal((expected, "", ""), (exitCode, output, standardError));
        Assert.Equal(expected == 0, engine.Signalled);
        var errors = engine.Logs.Where(log => log.Severity == LogSeverity.Error).Select(log => log.Message).ToList();
        if (error is null) Assert.Empty(errors);
        else Assert.EndsWith(error, Assert.Single(errors));
        Assert.DoesNotContain(
            engine.Logs, log => log.Severity > LogSeverity.Debug && log.Message.Contains("   at ", StringComparison.Ordinal));
        Assert.DoesNotContain(engine.Logs, log => log.Message.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_program_without_an_engine_says_so()
    {
        using var process = ChildProcess.Start(["run-program", "good"], new Dictionary<string, string?> { ["PULUMI_MONITOR"] = null });
        var (exitCode, _, error) = await process.WaitAsync();
        Assert.NotEqual(0, exitCode);
        Assert.Contains("Program run without the Pulumi engine available", error);
    }

    [Fact]
    public async Task A_refused_registration_is_told_in_the_engines_own_words()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Register = request => request.Name == "a"
            ? throw new Grpc.Core.RpcException(new(Grpc.Core.StatusCode.Unknown, "Duplicate resource URN"))
            : new RegisterResourceResponse { Urn = FakeEngine.UrnOf(request), Object = new() };
        using var process = ChildProcess.Start(["run-program", "good"], InProcess.Variables(engine.Address));
        Assert.Equal(32, (await process.WaitAsync()).ExitCode);
        Assert.Equal("Duplicate resource URN", Assert.Single(engine.Logs, log => log.Severity == LogSeverity.Error).Message);
    }
}
