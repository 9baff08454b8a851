using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Pulumirpc;

namespace PipAi.Pulumi.Tests.Registration;

/// <summary>An engine on a real socket that keeps what it is asked, and answers what the test says.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private readonly WebApplication server;

    private FakeEngine(WebApplication server) => this.server = server;

    public string Address { get; private set; } = "";

    /// <summary>Features that this engine has; all of them unless the test says otherwise.</summary>
    public Func<string, bool> Supports { get; set; } = _ => true;

    /// <summary>Answers a registration; by default with the inputs as outputs, as a preview of a new resource would.</summary>
    public Func<RegisterResourceRequest, RegisterResourceResponse> Register { get; set; } = request => new RegisterResourceResponse
    {
        Urn = UrnOf(request),
        Id = request.Custom ? $"{request.Name}-id" : "",
        Object = request.Object ?? new Struct(),
    };

    public Func<ReadResourceRequest, ReadResourceResponse> Read { get; set; } = request => new ReadResourceResponse
    {
        Urn = $"urn:pulumi:stack::project::{request.Type}::{request.Name}",
        Properties = request.Properties,
    };

    public Func<ResourceInvokeRequest, ResourceInvokeResponse> Invoke { get; set; } = request =>
        new ResourceInvokeResponse { Return = request.Args };

    /// <summary>Every request but questions for features, in the order of arrival.</summary>
    public ConcurrentQueue<IMessage> Requests { get; } = new();

    public ConcurrentQueue<LogRequest> Logs { get; } = new();

    public bool Signalled { get; private set; }

    public IEnumerable<RegisterResourceRequest> Registrations => Requests.OfType<RegisterResourceRequest>();

    public RegisterResourceRequest Registration(string name) => Registrations.Single(request => request.Name == name);

    public static string UrnOf(RegisterResourceRequest request)
    {
        var parent = request.Parent.Length == 0 ? "" : EmbeddedPulumi.Protocol.Urn.Parse(request.Parent).QualifiedType;
        return EmbeddedPulumi.Protocol.Urn.Create("stack", "project", parent, request.Type, request.Name).ToString();
    }

    public static async Task<FakeEngine> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<Holder>();
        builder.Services.AddSingleton<MonitorService>();
        builder.Services.AddSingleton<EngineService>();
        var server = builder.Build();
        server.UseRouting();
        server.MapGrpcService<MonitorService>();
        server.MapGrpcService<EngineService>();
        var engine = new FakeEngine(server);
        server.Services.GetRequiredService<Holder>().Engine = engine;
        await server.StartAsync();
        engine.Address = new Uri(server.Urls.Single()).Authority;
        return engine;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private sealed class Holder
    {
        public FakeEngine Engine { get; set; } = null!;
    }

    private sealed class MonitorService(Holder holder) : ResourceMonitor.ResourceMonitorBase
    {
        private FakeEngine Engine => holder.Engine;

        public override Task<SupportsFeatureResponse> SupportsFeature(SupportsFeatureRequest request, ServerCallContext context) =>
            Task.FromResult(new SupportsFeatureResponse { HasSupport = Engine.Supports(request.Id) });

        public override Task<RegisterResourceResponse> RegisterResource(RegisterResourceRequest request, ServerCallContext context) =>
            AnswerAsync(request, Engine.Register);

        public override Task<ReadResourceResponse> ReadResource(ReadResourceRequest request, ServerCallContext context) =>
            AnswerAsync(request, Engine.Read);

        public override Task<Empty> RegisterResourceOutputs(RegisterResourceOutputsRequest request, ServerCallContext context) =>
            AnswerAsync(request, _ => new Empty());

        public override Task<ResourceInvokeResponse> Invoke(ResourceInvokeRequest request, ServerCallContext context) =>
            AnswerAsync(request, Engine.Invoke);

        public override Task<Empty> RegisterStackInvokeTransform(Callback request, ServerCallContext context) =>
            AnswerAsync(request, _ => new Empty());

        public override Task<Empty> SignalAndWaitForShutdown(Empty request, ServerCallContext context)
        {
            Engine.Signalled = true;
            return Task.FromResult(new Empty());
        }

        private Task<TAnswer> AnswerAsync<TRequest, TAnswer>(TRequest request, Func<TRequest, TAnswer> answer)
            where TRequest : IMessage
        {
            Engine.Requests.Enqueue(request);
            return Task.FromResult(answer(request));
        }
    }

    private sealed class EngineService(Holder holder) : Engine.EngineBase
    {
        public override Task<Empty> Log(LogRequest request, ServerCallContext context)
        {
            holder.Engine.Logs.Enqueue(request);
            return Task.FromResult(new Empty());
        }
    }
}
