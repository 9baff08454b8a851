using Pulumi.Experimental;

namespace Pulumi;

/// <summary>Writes to the engine's log, one message after the other.</summary>
internal sealed class EngineLogger(IEngine engine, InFlightTasks tasks)
{
    private readonly Lock gate = new();
    private Task last = Task.CompletedTask;
    private int errors;

    /// <summary>True once an error was logged, or a message could not be: the program then fails.</summary>
    public bool HasErrors => Volatile.Read(ref errors) > 0;

    /// <summary>Writes that something is not as it should be.</summary>
    public void Warn(string message, Resource? resource = null) => _ = WriteAsync(LogSeverity.Warning, message, resource);

    public Task WriteAsync(
        LogSeverity severity, string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
    {
        if (severity == LogSeverity.Error) Interlocked.Increment(ref errors);
        Task written;
        lock (gate) written = last = SendAsync(last, severity, message, resource, streamId ?? 0, ephemeral ?? false);
        tasks.Add(written);
        return written;
    }

    private static async Task<Urn?> UrnOfAsync(Resource? resource)
    {
        try
        {
            var urn = resource is null ? "" : await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
            return string.IsNullOrEmpty(urn) ? null : new Urn(urn);
        }
        catch (Exception)
        {
            return null; // The registration itself failed, which is told elsewhere; the message goes without its resource.
        }
    }

    private async Task SendAsync(
        Task before, LogSeverity severity, string message, Resource? resource, int streamId, bool ephemeral)
    {
        try
        {
            await before.ConfigureAwait(false);
            var urn = await UrnOfAsync(resource).ConfigureAwait(false);
            await engine.LogAsync(new LogRequest(severity, message, urn, streamId, ephemeral)).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Interlocked.Increment(ref errors);
            // Logging this failure would fail again, without end: it has its own type, and goes to standard error.
            throw failure as LogException ?? new LogException(failure);
        }
    }
}
