using PipAi.Plugins.Hosting;
using PipAi.Providers.Fly.Api;
using PipAi.Providers.Fly.Rollouts;
using PipAi.Providers.Fly.Settings;

namespace PipAi.Providers.Fly.Sessions;

/// <summary>
/// What the resources of one run share: the API, the clock, the gates that rollouts pass, and the way to tell the user something.
/// </summary>
internal sealed class FlySession : IDisposable
{
    private readonly Lazy<FlyClient> client;
    private readonly Lazy<MachinesApi> machines;
    private readonly SemaphoreSlim listing = new(1);
    private readonly Dictionary<string, IReadOnlySet<string>> secretsBefore = new(StringComparer.Ordinal);

    public FlySession(FlySettings settings, FlyProviderEnvironment surroundings, ProviderLog log)
    {
        (Settings, Log) = (settings, log);
        Time = surroundings.Time;
        // A preview makes no call, and loads neither the client nor what repeats its calls.
        client = new Lazy<FlyClient>(() => new FlyClient(surroundings.Http(), settings, Time, surroundings.Random));
        machines = new Lazy<MachinesApi>(() => new MachinesApi(Client));
    }

    public FlySettings Settings { get; }

    public ProviderLog Log { get; }

    public TimeProvider Time { get; }

    public FlyClient Client => client.Value;

    public MachinesApi Machines => machines.Value;

    public RolloutLimiters Gates { get; } = new();

    /// <summary>Ids of things that belong to a resource already, so that no other resource adopts them.</summary>
    public ClaimedIds Claims { get; } = new();

    /// <summary>The names of an app's secrets before this run set its first: one that is set later takes what was there over.</summary>
    public async Task<IReadOnlySet<string>> SecretsBeforeAsync(
        string app, Func<CancellationToken, Task<IReadOnlySet<string>>> list, CancellationToken cancellation)
    {
        await listing.WaitAsync(cancellation);
        try
        {
            return secretsBefore.TryGetValue(app, out var known) ? known : secretsBefore[app] = await list(cancellation);
        }
        finally
        {
            listing.Release();
        }
    }

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellation) => Task.Delay(delay, Time, cancellation);

    public void Dispose()
    {
        listing.Dispose();
        if (client.IsValueCreated) client.Value.Dispose();
    }
}
