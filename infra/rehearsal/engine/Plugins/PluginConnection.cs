using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Processes;
using EmbeddedPulumi.Protocol;
using EmbeddedPulumi.Protocol.Rpc;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Plugins;

/// <summary>A plugin that runs and shook hands.</summary>
internal sealed class PluginConnection
{
    private static readonly TimeSpan ProcessEnd = TimeSpan.FromSeconds(10);
    private readonly RpcChannel? channel;
    private readonly ResourceProvider.ResourceProviderClient client;
    private readonly ChildProcess? process;
    private readonly LastLines? said;
    private readonly ProviderWatchdog? pulse;

    /// <summary>A provider that listens at an address.</summary>
    /// <param name="package">Its package.</param>
    /// <param name="channel">Reaches it.</param>
    /// <param name="process">Its process, where it is ours.</param>
    /// <param name="said">What the process printed.</param>
    /// <param name="context">The clock, and how long a provider may give no sign of life.</param>
    public PluginConnection(string package, RpcChannel channel, ChildProcess? process, LastLines? said, StackContext context)
    {
        Package = package;
        (this.channel, this.process, this.said) = (channel, process, said);
        client = new ResourceProvider.ResourceProviderClient(channel);
        pulse = new ProviderWatchdog(client, context.ProviderTimeout, context.Time, GiveUp);
    }

    /// <summary>A provider in this process.</summary>
    public PluginConnection(string package, CallInvoker calls)
    {
        Package = package;
        client = new ResourceProvider.ResourceProviderClient(calls);
    }

    public string Package { get; }

    public bool AcceptSecrets { get; set; }

    public bool AcceptResources { get; set; }

    public async Task HandshakeAsync(string engineAddress, string rootDirectory, string programDirectory, CancellationToken cancellation)
    {
        if (process is null) await AttachAsync(engineAddress, cancellation);
        var request = new ProviderHandshakeRequest
        {
            EngineAddress = engineAddress,
            RootDirectory = rootDirectory,
            ProgramDirectory = programDirectory,
            ConfigureWithUrn = true,
            InvokeWithPreview = true,
            SupportsRefreshBeforeUpdate = true,
        };
        try
        {
            var response = await CallAsync("Handshake", (provider, options) => provider.HandshakeAsync(request, options), cancellation);
            AcceptSecrets = response.AcceptSecrets;
            AcceptResources = response.AcceptResources;
        }
        catch (ProviderException error) when (error.NotOffered)
        {
            // Older providers say what they accept when they are configured.
        }
    }

    /// <summary>The version that the plugin says it has; empty when it says none.</summary>
    /// <exception cref="ProviderException">It gave no answer.</exception>
    public async Task<string> VersionAsync(CancellationToken cancellation)
    {
        try
        {
            return (await CallAsync(
                "GetPluginInfo", (provider, options) => provider.GetPluginInfoAsync(new Empty(), options), cancellation)).Version;
        }
        catch (ProviderException error) when (error.NotOffered)
        {
            return "";
        }
    }

    /// <summary>Makes the plugin serve the package that its parameter describes.</summary>
    /// <exception cref="EngineException">It does not.</exception>
    public async Task ParameterizeAsync(PackageParameter parameter, CancellationToken cancellation)
    {
        var value = new ParameterizeRequest.Types.ParametersValue
        {
            Name = parameter.Name,
            Version = parameter.Version.ToString(),
            Value = parameter.Value,
        };
        try
        {
            var answer = await CallAsync(
                "Parameterize", (provider, options) => provider.ParameterizeAsync(new ParameterizeRequest { Value = value }, options),
                cancellation);
            if (answer.Name != parameter.Name)
                throw PluginLauncher.Failed(Package, $"asked for the package '{parameter.Name}', it gave '{answer.Name}'.", null);
        }
        catch (ProviderException error)
        {
            throw PluginLauncher.Failed(Package, $"it cannot serve the package '{parameter.Name}': {error.Message}", error);
        }
    }

    /// <summary>Makes one call.</summary>
    /// <param name="call">Its name, for messages.</param>
    /// <param name="invoke">The call.</param>
    /// <param name="cancellation">Leaves the call behind.</param>
    /// <param name="limit">Seconds that the resource's custom timeouts give the provider; 0 for as long as it takes.</param>
    /// <exception cref="ProviderException">The call failed.</exception>
    public async Task<T> CallAsync<T>(
        string call, Func<ResourceProvider.ResourceProviderClient, CallOptions, AsyncUnaryCall<T>> invoke, CancellationToken cancellation,
        double limit = 0)
    {
        pulse?.Begin();
        try
        {
            return await invoke(client, new CallOptions(cancellationToken: cancellation, deadline: Deadline(limit)));
        }
        catch (RpcException error)
        {
            if (ProviderErrors.IsLost(error) && cancellation.IsCancellationRequested)
                throw new ProviderException(
                    $"{call} was left behind; the next run finds out what became of it.", error)
                { OutcomeUnknown = true };
            var why = ProviderErrors.IsLost(error) ? await LossAsync(error, limit) : "";
            throw ProviderErrors.Read(Package, call, error, why);
        }
        finally
        {
            pulse?.End();
        }
    }

    public Struct Encode(PropertyMap map, bool unknowns, bool elideAssets = false) => PropertyWire.Encode(map, new WireOptions
    {
        KeepUnknowns = unknowns,
        KeepSecrets = AcceptSecrets,
        KeepResources = AcceptResources,
        KeepOutputs = false,
        ElideAssets = elideAssets,
    });

    /// <summary>The properties in an answer.</summary>
    /// <exception cref="ProviderException">They cannot be read; what the call was to do is done nonetheless.</exception>
    public PropertyMap Decode(string call, Struct? properties)
    {
        try
        {
            return PropertyWire.Decode(properties);
        }
        catch (PropertyFormatException error)
        {
            throw new ProviderException(ProviderErrors.Unreadable(Package, call, error.Message), error) { OutcomeUnknown = true };
        }
    }

    /// <summary>Tells the provider to stop what it does.</summary>
    public async Task CancelAsync()
    {
        try
        {
            await client.CancelAsync(new Empty(), deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(2));
        }
        catch (RpcException)
        {
            // A provider that does not understand it is stopped with its process.
        }
    }

    /// <summary>Ends the plugin's process, if it is ours, and the connection.</summary>
    /// <param name="timeout">How long the process may take to end by itself; zero to kill it at once.</param>
    public async Task StopAsync(TimeSpan timeout)
    {
        pulse?.Stop();
        if (process is not null) await process.StopAsync(timeout);
        channel?.Dispose();
    }

    /// <summary>A provider keeps its limits itself, with a better message; the engine's own is for one that does not.</summary>
    private DateTime? Deadline(double limit) =>
        limit <= 0 || pulse is null ? null : TimeProvider.System.GetUtcNow().UtcDateTime + TimeSpan.FromSeconds(limit) + pulse.Timeout;

    /// <summary>Ends the calls of a provider that hangs.</summary>
    private void GiveUp()
    {
        if (process is not null) process.Kill();
        else channel?.Dispose();
    }

    /// <summary>Why the answer to a call never came.</summary>
    private async Task<string> LossAsync(RpcException error, double limit)
    {
        if (pulse is { GaveUp: true }) return $"it gave no sign of life for {pulse.Timeout.TotalSeconds:0.#} s.{said}";
        if (error.StatusCode == StatusCode.DeadlineExceeded && limit > 0)
            return $"it did not end within {limit:0.#} s, the limit that the resource's customTimeouts set.{said}";
        if (process is null) return "";
        using var soon = new CancellationTokenSource(ProcessEnd);
        try
        {
            // The connection breaks a moment before the process is gone and its last words are read.
            var code = await process.WaitAsync(soon.Token);
            await process.ReadAsync(soon.Token);
            return $"its process ended with exit code {code}.{said}";
        }
        catch (OperationCanceledException)
        {
            return $"{error.Status.Detail.TrimEnd('.')}.{said}";
        }
    }

    private async Task AttachAsync(string engineAddress, CancellationToken cancellation)
    {
        try
        {
            await CallAsync(
                "Attach", (provider, options) => provider.AttachAsync(new PluginAttach { Address = engineAddress }, options), cancellation);
        }
        catch (ProviderException error) when (error.NotOffered)
        {
            // It does without the engine's log, then.
        }
    }
}
