using EmbeddedPulumi.Engine.Files;
using EmbeddedPulumi.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>
/// The program of a command: registers one resource after the other, as the scenario lists them, at any engine's monitor.
/// </summary>
internal sealed class ScenarioProgram(ScenarioCommand command)
{
    /// <summary>What a program exits with whose engine has told the error already.</summary>
    public const int Told = 32;

    /// <summary>Runs it, and returns its exit code.</summary>
    /// <param name="monitor">Host and port of the resource monitor.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<int> RunAsync(string monitor, CancellationToken cancellation)
    {
        using var channel = GrpcChannel.ForAddress($"http://{monitor}");
        var client = new ResourceMonitor.ResourceMonitorClient(channel);
        try
        {
            var stack = await client.RegisterResourceAsync(
                new RegisterResourceRequest
                {
                    Type = TypeTokens.Stack,
                    Name = "proj-dev",
                    Object = new Struct(),
                    SupportsResultReporting = true,
                }, cancellationToken: cancellation);
            var registrations = new ScenarioRegistrations(client, stack.Urn);
            foreach (var resource in command.Program)
            {
                if (!await registrations.AddAsync(resource, cancellation)) return Told;
            }

            if (command.Is("throws")) return 1;
            var outputs = PropertyWire.Encode(registrations.Properties(command.Mapping("outputs") ?? YamlMapping.Empty, null));
            await client.RegisterResourceOutputsAsync(
                new RegisterResourceOutputsRequest { Urn = stack.Urn, Outputs = outputs }, cancellationToken: cancellation);
            await client.SignalAndWaitForShutdownAsync(new Empty(), cancellationToken: cancellation);
            return 0;
        }
        catch (RpcException)
        {
            // The engine has told it, or it is gone.
            return Told;
        }
    }
}
