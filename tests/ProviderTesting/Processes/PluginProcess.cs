using System.Diagnostics;
using System.Text.Json.Nodes;
using EmbeddedPulumi.Protocol.Rpc;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Rpc = Pulumirpc;

namespace PipAi.ProviderTesting.Processes;

/// <summary>
/// A provider plugin in a process of its own, driven over gRPC as the stock engine does. Properties are the JSON that travels, so
/// that ours and an official one can be held against each other.
/// </summary>
public sealed class PluginProcess : IAsyncDisposable
{
    private static readonly ByteString Seed = ByteString.CopyFrom([.. Enumerable.Repeat((byte)7, 32)]);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private readonly EngineStub engine = new();
    private readonly Process process;
    private RpcChannel? channel;
    private Rpc.ResourceProvider.ResourceProviderClient? client;

    private PluginProcess(Process process) => this.process = process;

    /// <summary>Starts a plugin and configures it.</summary>
    /// <param name="executable">The plugin.</param>
    /// <param name="environment">Environment variables besides those of the tests.</param>
    /// <param name="settings">The provider's settings.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public static async Task<PluginProcess> StartAsync(
        string executable, IEnumerable<KeyValuePair<string, string>> environment, JsonObject settings, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(executable)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var plugin = new PluginProcess(new Process { StartInfo = start });
        await plugin.BeginAsync(settings, cancellation);
        return plugin;
    }

    /// <summary>Completes the inputs of a program.</summary>
    /// <exception cref="InvalidOperationException">The plugin finds something wrong with them.</exception>
    public async Task<JsonObject> CheckAsync(string type, string name, JsonObject inputs, JsonObject? old = null)
    {
        var answer = await client!.CheckAsync(new Rpc.CheckRequest
        {
            Urn = Urn(type, name),
            Name = name,
            Type = type,
            News = Wire(inputs),
            Olds = Wire(old ?? []),
            RandomSeed = Seed,
        }, deadline: Deadline());
        if (answer.Failures.Count > 0)
            throw new InvalidOperationException(
                string.Join('\n', answer.Failures.Select(failure => $"{failure.Property}: {failure.Reason}")));
        return Json(answer.Inputs);
    }

    /// <summary>Checks and creates.</summary>
    public async Task<PluginResource> CreateAsync(string type, string name, JsonObject inputs)
    {
        var whole = await CheckAsync(type, name, inputs);
        var answer = await client!.CreateAsync(
            new Rpc.CreateRequest { Urn = Urn(type, name), Name = name, Type = type, Properties = Wire(whole) }, deadline: Deadline());
        return new PluginResource(type, name, answer.Id, whole, Json(answer.Properties));
    }

    /// <summary>Checks and says what creating would bring.</summary>
    public async Task<JsonObject> PreviewAsync(string type, string name, JsonObject inputs)
    {
        var whole = await CheckAsync(type, name, inputs);
        return Json((await client!.CreateAsync(
            new Rpc.CreateRequest { Urn = Urn(type, name), Name = name, Type = type, Properties = Wire(whole), Preview = true },
            deadline: Deadline())).Properties);
    }

    /// <summary>Checks and compares.</summary>
    public async Task<PluginDifference> DiffAsync(PluginResource before, JsonObject inputs)
    {
        var answer = await client!.DiffAsync(new Rpc.DiffRequest
        {
            Id = before.Id,
            Urn = Urn(before.Type, before.Name),
            Name = before.Name,
            Type = before.Type,
            Olds = Wire(before.Outputs),
            OldInputs = Wire(before.Inputs),
            News = Wire(await CheckAsync(before.Type, before.Name, inputs, before.Inputs)),
        }, deadline: Deadline());
        return new PluginDifference(
            answer.Changes == Rpc.DiffResponse.Types.DiffChanges.DiffSome, string.Join(',', answer.Diffs.Order()),
            string.Join(',', answer.Replaces.Order()));
    }

    /// <summary>Checks and updates.</summary>
    public async Task<PluginResource> UpdateAsync(PluginResource before, JsonObject inputs)
    {
        var whole = await CheckAsync(before.Type, before.Name, inputs, before.Inputs);
        var answer = await client!.UpdateAsync(new Rpc.UpdateRequest
        {
            Id = before.Id,
            Urn = Urn(before.Type, before.Name),
            Name = before.Name,
            Type = before.Type,
            Olds = Wire(before.Outputs),
            OldInputs = Wire(before.Inputs),
            News = Wire(whole),
        }, deadline: Deadline());
        return before with { Inputs = whole, Outputs = Json(answer.Properties) };
    }

    /// <summary>Looks at a resource; null when it is gone.</summary>
    public async Task<PluginResource?> ReadAsync(PluginResource known)
    {
        var answer = await client!.ReadAsync(new Rpc.ReadRequest
        {
            Id = known.Id,
            Urn = Urn(known.Type, known.Name),
            Name = known.Name,
            Type = known.Type,
            Properties = Wire(known.Outputs),
            Inputs = Wire(known.Inputs),
        }, deadline: Deadline());
        return answer.Id.Length == 0
            ? null : known with { Id = answer.Id, Inputs = Json(answer.Inputs), Outputs = Json(answer.Properties) };
    }

    /// <summary>Deletes.</summary>
    public async Task DeleteAsync(PluginResource known) => await client!.DeleteAsync(new Rpc.DeleteRequest
    {
        Id = known.Id,
        Urn = Urn(known.Type, known.Name),
        Name = known.Name,
        Type = known.Type,
        Properties = Wire(known.Outputs),
        OldInputs = Wire(known.Inputs),
    }, deadline: Deadline());

    public async ValueTask DisposeAsync()
    {
        channel?.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        await engine.DisposeAsync();
    }

    private async Task BeginAsync(JsonObject settings, CancellationToken cancellation)
    {
        await engine.StartAsync(cancellation);
        process.StartInfo.ArgumentList.Add(engine.Address);
        process.Start();
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var port = await process.StandardOutput.ReadLineAsync(cancellation).AsTask().WaitAsync(Timeout, cancellation);
        channel = new RpcChannel($"127.0.0.1:{port}");
        client = new Rpc.ResourceProvider.ResourceProviderClient(channel);
        var request = new Rpc.ConfigureRequest
        {
            AcceptSecrets = true,
            AcceptResources = true,
            SendsOldInputs = true,
            SendsOldInputsToDelete = true,
            Args = Wire(settings),
        };
        await client.ConfigureAsync(request, deadline: Deadline(), cancellationToken: cancellation);
    }

    private static DateTime Deadline() => DateTime.UtcNow + Timeout;

    private static string Urn(string type, string name) => $"urn:pulumi:test::pip-ai::{type}::{name}";

    private static Struct Wire(JsonObject properties) => JsonParser.Default.Parse<Struct>(properties.ToJsonString());

    private static JsonObject Json(Struct? properties) =>
        properties is null ? [] : JsonNode.Parse(JsonFormatter.Default.Format(properties))!.AsObject();
}
