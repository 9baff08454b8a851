using PipAi.Providers.Fly.Api;
using PipAi.Providers.Fly.Rollouts;

namespace PipAi.Providers.Fly;

/// <summary>What the resources of one run share: the API, the clock, the gates that rollouts pass, and the way to tell the user something.</summary>
internal sealed class FlySession : IDisposable
{
    private readonly IEngine? engine;
    private readonly Lazy<FlyClient> client;
    private readonly Lazy<MachinesApi> machines;

    public FlySession(FlySettings settings, FlySurroundings surroundings, IEngine? engine)
    {
        Settings = settings;
        Time = surroundings.Time;
        // A preview makes no call, and loads neither the client nor what repeats its calls.
        client = new Lazy<FlyClient>(() => new FlyClient(surroundings.Http(), settings, Time, surroundings.Random));
        machines = new Lazy<MachinesApi>(() => new MachinesApi(Client));
        this.engine = engine;
    }

    public FlySettings Settings { get; }

    public TimeProvider Time { get; }

    public FlyClient Client => client.Value;

    public MachinesApi Machines => machines.Value;

    public RolloutGates Gates { get; } = new();

    /// <summary>Ids of things that belong to a resource already, so that no other resource adopts them.</summary>
    public ClaimedIds Claims { get; } = new();

    public Task Delay(TimeSpan delay, CancellationToken cancellation) => Task.Delay(delay, Time, cancellation);

    public async Task Say(LogSeverity severity, string message, string urn, bool ephemeral = false)
    {
        if (engine is null) return;
        try
        {
            await engine.LogAsync(new LogRequest(severity, message, new Pulumi.Urn(urn), ephemeral: ephemeral));
        }
        catch (Grpc.Core.RpcException)
        {
            // That the engine does not listen is no reason to fail the work.
        }
    }

    public void Dispose()
    {
        if (client.IsValueCreated) client.Value.Dispose();
    }
}
