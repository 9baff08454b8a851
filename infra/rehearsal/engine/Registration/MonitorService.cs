using System.Collections.Frozen;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Plugins;
using EmbeddedPulumi.Engine.Programs;
using EmbeddedPulumi.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Registration;

/// <summary>
/// Pulumi's <c>ResourceMonitor</c> service: translates between the program's messages and the engine's own terms. It answers from the
/// start,
/// since providers that settle interrupted calls log to the same port; what changes or reads something waits until that is done.
/// </summary>
/// <param name="stack">The stack.</param>
/// <param name="preview">Whether the program is run for a plan.</param>
/// <param name="progress">Told of the program's calls.</param>
/// <param name="ready">What handles registrations and reads, when it is ready.</param>
internal sealed class MonitorService(
    OpenedStack stack, bool preview, ProgramProgress progress, Task<(RegistrationHandler Registrations, ReadHandler Reads)> ready)
        : ResourceMonitor.ResourceMonitorBase
{
    private static readonly FrozenSet<string> Supported = new[]
    {
        Features.Secrets, Features.ResourceReferences, Features.OutputValues, Features.AliasSpecs, Features.DeletedWith,
        Features.ReplaceWith, Features.ReplacementTrigger, Features.Parameterization,
    }.ToFrozenSet(StringComparer.Ordinal);

    public override Task<SupportsFeatureResponse> SupportsFeature(SupportsFeatureRequest request, ServerCallContext context) =>
        Task.FromResult(new SupportsFeatureResponse { HasSupport = Supported.Contains(request.Id) });

    public override Task<DeploymentInfo> GetDeploymentInfo(Empty request, ServerCallContext context)
    {
        var info = new DeploymentInfo
        {
            Project = stack.Project.Name,
            Stack = stack.Context.StackName,
            Organization = "organization",
            DryRun = preview,
            Parallel = stack.Context.Parallel,
            ConfigSecretKeys = { stack.Config.SecretKeys },
            SupportedFeatures =
            {
                ResourceMonitorFeature.Secrets, ResourceMonitorFeature.ResourceReferences, ResourceMonitorFeature.OutputValues,
                ResourceMonitorFeature.AliasSpecs, ResourceMonitorFeature.DeletedWith, ResourceMonitorFeature.ReplaceWith,
                ResourceMonitorFeature.ReplacementTrigger, ResourceMonitorFeature.Parameterization,
            },
        };
        info.Config.Add(stack.Config.Values);
        return Task.FromResult(info);
    }

    public override async Task<RegisterResourceResponse> RegisterResource(RegisterResourceRequest request, ServerCallContext context)
    {
        var (registrations, _) = await ready;
        progress.NoteFirstCall();
        var registered = await registrations.RegisterAsync(request);
        if (registered.Result != Result.Success && !request.SupportsResultReporting)
            throw new RpcException(new Status(StatusCode.Aborted, $"The resource '{request.Name}' could not be registered."));
        var response = new RegisterResourceResponse { Urn = registered.Urn, Object = new Struct(), Result = registered.Result };
        if (registered.State is not { Custom: true } state) return response;
        response.Id = state.Id;
        response.Object = Encode(state.Outputs, request.AcceptSecrets, request.AcceptResources, request.SupportsPartialValues);
        return response;
    }

    public override async Task<Empty> RegisterResourceOutputs(RegisterResourceOutputsRequest request, ServerCallContext context)
    {
        var (registrations, _) = await ready;
        try
        {
            registrations.Outputs.Declare(request);
            return new Empty();
        }
        catch (FormatException error)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, error.Message));
        }
    }

    public override async Task<ReadResourceResponse> ReadResource(ReadResourceRequest request, ServerCallContext context)
    {
        var (_, reads) = await ready;
        progress.NoteFirstCall();
        var read = await reads.ReadAsync(request);
        // This call has no way to report a result, so a failure is an error of the call.
        if (read.State is not { } state)
            throw new RpcException(new Status(StatusCode.Aborted, $"The resource '{request.Name}' could not be read."));
        return new ReadResourceResponse
        {
            Urn = read.Urn,
            Properties = Encode(state.Outputs, request.AcceptSecrets, request.AcceptResources, partialValues: false),
        };
    }

    public override async Task<ResourceInvokeResponse> Invoke(ResourceInvokeRequest request, ServerCallContext context)
    {
        var (_, reads) = await ready;
        progress.NoteFirstCall();
        try
        {
            var answer = await reads.InvokeAsync(request);
            if (answer is null) return new ResourceInvokeResponse { Return = new Struct(), Unknown = true };
            return new ResourceInvokeResponse { Return = answer.Return ?? new Struct(), Failures = { answer.Failures } };
        }
        catch (Exception error) when (error is ProviderException or EngineException or FormatException)
        {
            throw new RpcException(
                new Status(StatusCode.Unknown, stack.Mask.Apply($"The function '{request.Tok}' failed: {error.Message}")));
        }
    }

    public override async Task<RegisterPackageResponse> RegisterPackage(RegisterPackageRequest request, ServerCallContext context)
    {
        if (request.Extension is not null) throw NotOffered("Extensions of packages");
        var (registrations, _) = await ready;
        try
        {
            return new RegisterPackageResponse { Ref = registrations.Packages.Add(request) };
        }
        catch (FormatException error)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, error.Message));
        }
    }

    public override Task<CallResponse> Call(ResourceCallRequest request, ServerCallContext context) =>
        throw NotOffered("Methods of components");

    public override Task<Empty> RegisterStackTransform(Callback request, ServerCallContext context) => throw NotOffered("Transforms");

    public override Task<Empty> RegisterStackInvokeTransform(Callback request, ServerCallContext context) => throw NotOffered("Transforms");

    public override Task<Empty> RegisterResourceHook(RegisterResourceHookRequest request, ServerCallContext context) =>
        throw NotOffered("Hooks");

    public override Task<Empty> RegisterErrorHook(RegisterErrorHookRequest request, ServerCallContext context) => throw NotOffered("Hooks");

    /// <summary>Deletions need nothing of the program, so it may go at once.</summary>
    public override Task<Empty> SignalAndWaitForShutdown(Empty request, ServerCallContext context)
    {
        progress.NoteSignal();
        return Task.FromResult(new Empty());
    }

    private static RpcException NotOffered(string what) =>
        new(new Status(StatusCode.Unimplemented, $"{what} are not supported by this engine."));

    /// <summary>A program that cannot take a partly unknown property does without it: in a preview, what is absent is unknown.</summary>
    private static Struct Encode(PropertyMap outputs, bool secrets, bool resources, bool partialValues)
    {
        if (!partialValues && outputs.ContainsUnknowns) outputs = outputs.Where((_, value) => !value.ContainsUnknowns);
        return PropertyWire.Encode(outputs, new WireOptions { KeepSecrets = secrets, KeepResources = resources, KeepOutputs = false });
    }
}
