using PipAi.Pulumi.Tests.Things;
using Pulumi;

namespace PipAi.Pulumi.Tests.Processes;

/// <summary>Programs that tests start as processes of their own, by name.</summary>
internal static class ChildPrograms
{
    public static Task<int> RunAsync(string program) => program switch
    {
        "good" => Deployment.RunAsync(() => { _ = new Thing("a", new() { Label = "x" }); }),
        "mistake" => Deployment.RunAsync((Action)(() => throw new RunException("project:region is 'iadd'; did you mean 'iad'?"))),
        "crash" => Deployment.RunAsync(Crash),
        "crash-later" => Deployment.RunAsync(() => { _ = new Thing("a", new() { Label = "x" }).Label.Apply(CrashLater); }),
        "log-error" => Deployment.RunAsync(() => Log.Error("not good")),
        "missing-setting" => Deployment.RunAsync(() => { _ = new Config().RequireInt32("count"); }),
        "wrong-secret" => Deployment.RunAsync(() => { _ = new Config().RequireInt32("password"); }),
        "stack" => Deployment.RunAsync<ThingStack>(),
        "half-a-stack" => Deployment.RunAsync<HalfAStack>(),
        "unawaited" => RunUnawaitedAsync(),
        _ => throw new ArgumentException($"There is no program '{program}'."),
    };

    private static int CrashLater(string label) => throw new InvalidOperationException("too late");

    private static void Crash() => throw new InvalidOperationException("something broke");

    // A program whose Main returns nothing, so that only the process's own exit code is left.
    private static async Task<int> RunUnawaitedAsync()
    {
        await Deployment.RunAsync((Action)(() => throw new RunException("no")));
        return Environment.ExitCode;
    }

    private sealed class ThingStack : Stack
    {
        public ThingStack() => Label = new Thing("a", new() { Label = "x" }).Label;

        [Output("theLabel")]
        public Output<string> Label { get; set; }
    }

    private sealed class HalfAStack : Stack
    {
        [Output]
        public Output<string> Forgotten { get; set; } = null!;
    }
}
