using Grpc.Core;
using PipAi.Engine.Tests.Scenarios.Wire;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>A language host for the Pulumi CLI (<c>--client</c>) whose only program is that of the command at hand.</summary>
internal sealed class ScenarioLanguage : LanguageRuntime.LanguageRuntimeBase
{
    /// <summary>The program to run.</summary>
    public ScenarioProgram? Program { get; set; }

    public override Task<GetRequiredPackagesResponse> GetRequiredPackages(GetRequiredPackagesRequest request, ServerCallContext context) =>
        Task.FromResult(new GetRequiredPackagesResponse());

    public override async Task<RunResponse> Run(RunRequest request, ServerCallContext context) =>
        await Program!.RunAsync(request.MonitorAddress, context.CancellationToken) switch
        {
            0 => new RunResponse(),
            ScenarioProgram.Told => new RunResponse { Bail = true },
            var code => new RunResponse { Error = $"the program ended with {code}" },
        };
}
