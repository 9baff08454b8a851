using Pulumi;

namespace PipAi.Pulumi.Tests.Registration;

/// <summary>
/// Runs a program in this process against a fake engine. The engine is told to a program by environment variables, so there
/// is one at a time.
/// </summary>
internal static class InProcess
{
    private static readonly SemaphoreSlim OneAtATime = new(1);

    public static Task<int> RunAsync(FakeEngine engine, Action declare, bool preview = false) =>
        RunAsync(engine, () => Deployment.RunAsync(declare), preview);

    public static Task<int> RunAsync(FakeEngine engine, Func<IDictionary<string, object?>> declare, bool preview = false) =>
        RunAsync(engine, () => Deployment.RunAsync(declare), preview);

    public static async Task<int> RunAsync(FakeEngine engine, Func<Task<int>> run, bool preview = false, string? config = null)
    {
        await OneAtATime.WaitAsync();
        var before = Environment.ExitCode;
        try
        {
            foreach (var (name, value) in Variables(engine.Address, preview, config)) Environment.SetEnvironmentVariable(name, value);
            return await run();
        }
        finally
        {
            foreach (var name in Variables("", preview, config).Keys) Environment.SetEnvironmentVariable(name, null);
            Environment.ExitCode = before; // a failed program sets it, and this process is not the program
            OneAtATime.Release();
        }
    }

    public static Dictionary<string, string?> Variables(string engine, bool preview = false, string? config = null) => new()
    {
        ["PULUMI_MONITOR"] = engine,
        ["PULUMI_ENGINE"] = engine,
        ["PULUMI_PROJECT"] = "project",
        ["PULUMI_STACK"] = "stack",
        ["PULUMI_ORGANIZATION"] = "organization",
        ["PULUMI_DRY_RUN"] = preview ? "true" : "false",
        ["PULUMI_QUERY_MODE"] = "false",
        ["PULUMI_PARALLEL"] = "8",
        ["PULUMI_CONFIG"] = config,
        ["PULUMI_CONFIG_SECRET_KEYS"] = """["project:config:password"]""",
    };
}
