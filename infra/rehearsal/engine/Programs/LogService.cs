using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.State;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Programs;

/// <summary>Pulumi's <c>Engine</c> service: messages of the program and the providers, and the root resource.</summary>
internal sealed class LogService(EventStream events, Action noteError) : Pulumirpc.Engine.EngineBase
{
    private volatile string root = "";

    public override Task<Empty> Log(LogRequest request, ServerCallContext context)
    {
        var severity = request.Severity switch
        {
            LogSeverity.Debug => DiagnosticSeverity.Debug,
            LogSeverity.Info => DiagnosticSeverity.Notice,
            LogSeverity.Warning => DiagnosticSeverity.Warning,
            _ => DiagnosticSeverity.Error,
        };
        events.Log(new Diagnostic(severity, request.Message, request.Urn.Length == 0 ? null : request.Urn)
        {
            Source = "program",
            Ephemeral = request.Ephemeral,
        });
        if (severity == DiagnosticSeverity.Error) noteError();
        return Task.FromResult(new Empty());
    }

    public override Task<GetRootResourceResponse> GetRootResource(GetRootResourceRequest request, ServerCallContext context) =>
        Task.FromResult(new GetRootResourceResponse { Urn = root });

    public override Task<SetRootResourceResponse> SetRootResource(SetRootResourceRequest request, ServerCallContext context)
    {
        root = request.Urn;
        return Task.FromResult(new SetRootResourceResponse());
    }

    public override Task<Empty> StartDebugging(StartDebuggingRequest request, ServerCallContext context) => Task.FromResult(new Empty());

    public override Task<RequirePulumiVersionResponse> RequirePulumiVersion(RequirePulumiVersionRequest request, ServerCallContext context)
    {
        if (VersionRange.Parse(request.PulumiVersionRange).Contains(CheckpointFormat.EngineVersion))
            return Task.FromResult(new RequirePulumiVersionResponse());
        throw new RpcException(new Status(
            StatusCode.FailedPrecondition,
            $"The program needs Pulumi {request.PulumiVersionRange}, but this engine is like {CheckpointFormat.EngineVersion}."));
    }
}
