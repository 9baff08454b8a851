using System.Diagnostics;

namespace PipAi.EndToEnd.Tests.StockCli;

/// <summary>The stock Pulumi CLI in a checkout, with the environment that `pipai cloud env` prints and nothing else.</summary>
internal sealed class Pulumi
{
    private static readonly string[] Programs = ["pulumi", "pulumi-language-dotnet"];
    private readonly string folder;
    private readonly Dictionary<string, string?> environment;

    private Pulumi(string folder, Dictionary<string, string?> environment) => (this.folder, this.environment) = (folder, environment);

    /// <summary>Skips the test where there is no stock CLI.</summary>
    public static void Require()
    {
        var missing = Programs.Where(program => !IsOnPath(program)).ToList();
        Assert.SkipUnless(missing.Count == 0, $"needs the stock Pulumi CLI: {string.Join(" and ", missing)} not on PATH");
    }

    /// <summary>Asks `pipai cloud env` for a stack's environment, and does as it says.</summary>
    public static async Task<Pulumi> OfAsync(Pipai pipai, string stack)
    {
        // What starts a local cloud by the way starts it with our service, or with the server it had.
        if (pipai.Temporal is not null) (await pipai.RunAsync("cloud", "start", "--stack", stack)).Ended(0);
        var variables = (await pipai.RunAsync("cloud", "env", "--stack", stack, "--json")).Ended(0).Json;
        return new Pulumi(
            pipai.Root, variables.EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString()));
    }

    /// <summary>Runs it.</summary>
    public Task<Outcome> RunAsync(params string[] arguments) => Command.RunAsync(Start(arguments));

    /// <summary>How it is started.</summary>
    public ProcessStartInfo Start(params string[] arguments)
    {
        var start = Within(Command.Start("pulumi", folder, [.. arguments, "--non-interactive"]));
        // These sources were analysed when they were built for this test.
        start.Environment["RunAnalyzers"] = "false";
        return start;
    }

    /// <summary>Gives another program this environment.</summary>
    public ProcessStartInfo Within(ProcessStartInfo start)
    {
        foreach (var (name, value) in environment)
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }

        return start;
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));
}
