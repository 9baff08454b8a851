using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumi.Experimental;
using Pulumirpc;

namespace Pulumi;

/// <summary>The engine's service for programs, over gRPC.</summary>
internal sealed class GrpcMonitor(string address) : IMonitor
{
    private readonly ResourceMonitor.ResourceMonitorClient client = new(EngineChannels.To(address));
    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> features = new();

    // Each feature is asked for once, however many resources want to know at the same time.
    public Task<bool> SupportsFeatureAsync(string feature) =>
        features.GetOrAdd(feature, id => new Lazy<Task<bool>>(() => AskAsync(id))).Value;

    public async Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request) =>
        await client.RegisterResourceAsync(request);

    public async Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request) =>
        await client.ReadResourceAsync(request);

    public async Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request) =>
        await client.RegisterResourceOutputsAsync(request);

    public async Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request) => await client.InvokeAsync(request);

    public async Task<CallResponse> CallAsync(ResourceCallRequest request) => await client.CallAsync(request);

    public async Task<string> RegisterPackageAsync(Pulumirpc.RegisterPackageRequest request) =>
        (await client.RegisterPackageAsync(request)).Ref;

    public async Task RegisterStackInvokeTransformAsync(Callback callback) =>
        await client.RegisterStackInvokeTransformAsync(callback);

    public async Task SignalAndWaitForShutdownAsync()
    {
        try
        {
            await client.SignalAndWaitForShutdownAsync(new Empty());
        }
        catch (RpcException answer) when (answer.StatusCode == StatusCode.Unimplemented)
        {
            // An older engine, which takes the end of the process for the signal.
        }
    }

    private async Task<bool> AskAsync(string feature) =>
        (await client.SupportsFeatureAsync(new SupportsFeatureRequest { Id = feature })).HasSupport;
}
