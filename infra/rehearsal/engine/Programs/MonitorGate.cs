using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Programs;

/// <summary>
/// Lets a program wait until the engine is ready for it. The port answers earlier than that, since providers that settle interrupted
/// calls log to it, and would wait for its answer.
/// </summary>
internal sealed class MonitorGate(Task<MonitorService> ready) : ResourceMonitor.ResourceMonitorBase
{
    public override async Task<SupportsFeatureResponse> SupportsFeature(SupportsFeatureRequest request, ServerCallContext context) =>
        await (await ready).SupportsFeature(request, context);

    public override async Task<DeploymentInfo> GetDeploymentInfo(Empty request, ServerCallContext context) =>
        await (await ready).GetDeploymentInfo(request, context);

    public override async Task<RegisterResourceResponse> RegisterResource(RegisterResourceRequest request, ServerCallContext context) =>
        await (await ready).RegisterResource(request, context);

    public override async Task<Empty> RegisterResourceOutputs(RegisterResourceOutputsRequest request, ServerCallContext context) =>
        await (await ready).RegisterResourceOutputs(request, context);

    public override async Task<ReadResourceResponse> ReadResource(ReadResourceRequest request, ServerCallContext context) =>
        await (await ready).ReadResource(request, context);

    public override async Task<ResourceInvokeResponse> Invoke(ResourceInvokeRequest request, ServerCallContext context) =>
        await (await ready).Invoke(request, context);

    public override async Task<RegisterPackageResponse> RegisterPackage(RegisterPackageRequest request, ServerCallContext context) =>
        await (await ready).RegisterPackage(request, context);

    public override async Task<CallResponse> Call(ResourceCallRequest request, ServerCallContext context) => await (await ready).Call(request, context);

    public override async Task<Empty> RegisterStackTransform(Callback request, ServerCallContext context) =>
        await (await ready).RegisterStackTransform(request, context);

    public override async Task<Empty> RegisterStackInvokeTransform(Callback request, ServerCallContext context) =>
        await (await ready).RegisterStackInvokeTransform(request, context);

    public override async Task<Empty> RegisterResourceHook(RegisterResourceHookRequest request, ServerCallContext context) =>
        await (await ready).RegisterResourceHook(request, context);

    public override async Task<Empty> RegisterErrorHook(RegisterErrorHookRequest request, ServerCallContext context) =>
        await (await ready).RegisterErrorHook(request, context);

    public override async Task<Empty> SignalAndWaitForShutdown(Empty request, ServerCallContext context) =>
        await (await ready).SignalAndWaitForShutdown(request, context);
}
