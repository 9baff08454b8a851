using EmbeddedPulumi.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Pulumirpc;

namespace PipAi.EngineTesting;

/// <summary>A Pulumi program on the real wire protocol, written as a function.</summary>
public sealed class FakeProgram : IDisposable
{
    private readonly GrpcChannel channel;

    private FakeProgram(IReadOnlyDictionary<string, string> environment)
    {
        Environment = environment;
        channel = GrpcChannel.ForAddress($"http://{environment["PULUMI_MONITOR"]}");
        Monitor = new ResourceMonitor.ResourceMonitorClient(channel);
        Engine = new Pulumirpc.Engine.EngineClient(channel);
    }

    public IReadOnlyDictionary<string, string> Environment { get; }

    public ResourceMonitor.ResourceMonitorClient Monitor { get; }

    public Pulumirpc.Engine.EngineClient Engine { get; }

    public string StackUrn { get; private set; } = "";

    public bool IsPreview => Environment["PULUMI_DRY_RUN"] == "true";

    /// <summary>Turns a body into a program that registers its stack, and its outputs, around it.</summary>
    public static EmbeddedPulumi.Engine.Context.LaunchCommand Of(Func<FakeProgram, Task<PropertyMap?>> body) =>
        EmbeddedPulumi.Engine.Context.LaunchCommand.Function(async (environment, cancellation) =>
        {
            using var program = new FakeProgram(environment);
            var stack = await program.Monitor.RegisterResourceAsync(new RegisterResourceRequest
            {
                Type = TypeTokens.Stack,
                Name = $"{environment["PULUMI_PROJECT"]}-{environment["PULUMI_STACK"]}",
                Object = new Struct(),
                SupportsResultReporting = true,
            }, cancellationToken: cancellation);
            program.StackUrn = stack.Urn;
            PropertyMap? outputs;
            try
            {
                outputs = await body(program);
            }
            catch (ProgramExitException exit)
            {
                return exit.Code;
            }

            await program.Monitor.RegisterResourceOutputsAsync(new RegisterResourceOutputsRequest
            {
                Urn = stack.Urn,
                Outputs = PropertyWire.Encode(outputs ?? PropertyMap.Empty),
            }, cancellationToken: cancellation);
            await program.Monitor.SignalAndWaitForShutdownAsync(new Empty(), cancellationToken: cancellation);
            return 0;
        });

    /// <summary>A program of independent or dependent resources.</summary>
    public static EmbeddedPulumi.Engine.Context.LaunchCommand Of(params Wanted[] resources) => Of(async program =>
    {
        await program.RegisterAllAsync(resources);
        return null;
    });

    /// <summary>Registers resources as soon as what they depend on is registered.</summary>
    public async Task<IReadOnlyDictionary<string, RegisterResourceResponse>> RegisterAllAsync(params Wanted[] resources)
    {
        var tasks = new Dictionary<string, Task<RegisterResourceResponse>>();
        foreach (var resource in resources) tasks[resource.Name] = RegisterAfterAsync(resource, tasks);
        await Task.WhenAll(tasks.Values);
        return tasks.ToDictionary(entry => entry.Key, entry => entry.Value.Result);
    }

    public async Task<RegisterResourceResponse> RegisterAsync(Wanted wanted, params IEnumerable<RegisterResourceResponse> dependencies)
    {
        var request = new RegisterResourceRequest
        {
            Type = wanted.Type,
            Name = wanted.Name,
            Parent = wanted.Parent ?? StackUrn,
            Custom = !wanted.Component,
            Object = PropertyWire.Encode(wanted.Inputs),
            AcceptSecrets = true,
            AcceptResources = true,
            SupportsResultReporting = true,
        };
        foreach (var dependency in dependencies)
        {
            request.Dependencies.Add(dependency.Urn);
            request.PropertyDependencies["from"] = new() { Urns = { dependency.Urn } };
            request.Object.Fields["from"] = dependency.Object.Fields.GetValueOrDefault("address") ?? Value.ForString(Sentinels.Unknown);
        }

        wanted.Options?.Invoke(request);
        return await Monitor.RegisterResourceAsync(request);
    }

    public void Dispose() => channel.Dispose();

    private async Task<RegisterResourceResponse> RegisterAfterAsync(
        Wanted resource, Dictionary<string, Task<RegisterResourceResponse>> others)
    {
        var dependencies = await Task.WhenAll(resource.DependsOn.Select(name => others[name]));
        return await RegisterAsync(resource, dependencies);
    }
}

/// <summary>Ends a fake program with an exit code.</summary>
public sealed class ProgramExitException(int code) : Exception
{
    public int Code { get; } = code;
}

/// <summary>A resource that a fake program registers.</summary>
public sealed record Wanted(string Name, params (string Key, PropertyValue Value)[] Properties)
{
    public string Type { get; init; } = "test:index:Thing";

    public bool Component { get; init; }

    public string? Parent { get; init; }

    public string[] DependsOn { get; init; } = [];

    public Action<RegisterResourceRequest>? Options { get; init; }

    public PropertyMap Inputs => PropertyMap.Of(Properties);
}
