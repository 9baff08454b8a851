using PipAi.Survival.Tests;
using PipAi.Survival.Tests.Runs;

if (EngineRole.Folder is { } folder) return await EngineRole.PlayAsync(folder);
return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
