using PipAi.Pulumi.Tests.Processes;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace PipAi.Pulumi.Tests;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["run-program", var program]) return await ChildPrograms.RunAsync(program);
        if (args is ["run-provider", .. var rest]) return await ChildProvider.RunAsync(rest);
        return args.Contains("--server") || args.Contains("--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
    }
}
