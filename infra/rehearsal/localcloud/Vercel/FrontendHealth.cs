using System.Collections.Immutable;
using Grpc.Core;
using Grpc.Net.Client;
using PipAi.LocalCloud.Temporal.Protocol;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Vercel;

/// <summary>
/// Stands in for the frontend, which is not built here: with the variables that a deployment was given it would work, or not. A key that
/// was taken away cuts off the deployments that have it, whatever the project's variables say by now.
/// </summary>
internal static class FrontendHealth
{
    /// <summary>What it says of a frontend that works.</summary>
    public const string Well = "ok";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>What a frontend with these variables says of itself.</summary>
    public static async Task<string> OfAsync(
        ImmutableSortedDictionary<string, string> variables, TimeProvider time, CancellationToken cancellation)
    {
        if (variables.IsEmpty || variables.Values.Any(value => value.Length == 0)) return "unconfigured";
        if (!variables.TryGetValue("TEMPORAL_ADDRESS", out var address) || !variables.TryGetValue("TEMPORAL_NAMESPACE", out var space)
            || !Uri.TryCreate($"http://{address}", UriKind.Absolute, out var server) || !server.IsLoopback)
            return Well;
        var key = new Metadata { { "authorization", $"Bearer {variables.GetValueOrDefault("TEMPORAL_API_KEY", "")}" } };
        using var channel = GrpcChannel.ForAddress(
            server, new() { HttpHandler = new SocketsHttpHandler { UseProxy = false }, DisposeHttpClient = true });
        using var limit = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await channel.CreateCallInvoker().AsyncUnaryCall(
                WireMethods.Of(ServerMethods.Of("DescribeNamespace")), null, new(key, cancellationToken: either.Token),
                new DescribeNamespaceRequest { Namespace = space });
            return Well;
        }
        catch (RpcException refused)
        {
            return limit.IsCancellationRequested ? "Temporal: no answer" : $"Temporal: {refused.StatusCode}";
        }
    }
}
