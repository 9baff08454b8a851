namespace PipAi.Plugins.Hosting;

/// <summary>What a provider tells the user while it works, each message about one resource; the engine shows it.</summary>
/// <param name="engine">Takes the messages; null where nobody listens.</param>
public sealed class ProviderLog(IEngine? engine)
{
    /// <summary>Says something about a resource.</summary>
    public async Task SayAsync(LogSeverity severity, string message, string urn, bool ephemeral = false)
    {
        if (engine is null) return;
        try
        {
            await engine.LogAsync(new LogRequest(severity, message, urn, ephemeral));
        }
        catch (Grpc.Core.RpcException)
        {
            // That the engine does not listen is no reason to fail the work.
        }
    }

    /// <summary>
    /// What a resource is at, or waits for, until the next such message: engines show it beside the resource while it is under way, and
    /// keep none.
    /// </summary>
    public Task StatusAsync(string message, string urn) => SayAsync(LogSeverity.Info, message, urn, ephemeral: true);

    /// <summary>
    /// Says that a create made nothing, because the thing was there: an earlier try whose answer was lost made it, or somebody by hand.
    /// Without this, "created" would hide that what the program now owns may hold what others put into it.
    /// </summary>
    /// <param name="what">The thing, with its name and place: <c>machine 'one' (d891) of app 'demo' in region 'iad'</c>.</param>
    /// <param name="urn">The resource that owns it from now on.</param>
    public Task TakenOverAsync(string what, string urn) =>
        SayAsync(LogSeverity.Info, $"{char.ToUpperInvariant(what[0])}{what[1..]} was there already: taken over, not created.", urn);
}
