using PipAi.Engine.Tests;
using PipAi.Engine.Tests.Processes;

if (await ProcessRole.PlayAsync(args) is { } code) return code;
return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
