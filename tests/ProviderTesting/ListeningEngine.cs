using System.Collections.Concurrent;

namespace PipAi.ProviderTesting;

/// <summary>An engine that only listens to what a provider tells the user.</summary>
public sealed class ListeningEngine : IEngine
{
    private readonly ConcurrentQueue<LogRequest> said = [];

    /// <summary>
    /// What was said and is kept, each line with the name of the resource it is about: <c>one: Machine ... taken over.</c>
    /// </summary>
    public IReadOnlyList<string> Said => [.. said.Where(message => !message.Ephemeral)
        .Select(message => $"{message.Urn?.Split("::")[^1]}: {message.Message}")];

    /// <summary>What was shown while the work went on, and not kept, in the same form.</summary>
    public IReadOnlyList<string> Statuses => [.. said.Where(message => message.Ephemeral)
        .Select(message => $"{message.Urn?.Split("::")[^1]}: {message.Message}")];

    /// <inheritdoc/>
    public Task LogAsync(LogRequest message)
    {
        said.Enqueue(message);
        return Task.CompletedTask;
    }
}
