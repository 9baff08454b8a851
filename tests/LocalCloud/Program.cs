using PipAi.LocalCloud.Tests;
using PipAi.LocalCloud.Tests.Fly;
using PipAi.LocalCloud.Tests.Hosting;
using PipAi.LocalCloud.Tests.Temporal;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

return args switch
{
    ["machine"] => await SampleMachine.RunAsync(),
    ["server", "start-dev", ..] => await SampleDevServer.RunAsync(args),
    ["host", var directory] => await SampleHost.RunAsync(directory),
    _ when args.Any(argument => argument is "--server" or "--internal-msbuild-node") =>
        await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    _ => await ConsoleRunner.Run(args),
};
