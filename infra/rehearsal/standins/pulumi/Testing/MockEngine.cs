using System.Collections.Concurrent;
using Pulumi.Experimental;

namespace Pulumi.Testing;

/// <summary>Keeps the errors that a program under test logs.</summary>
internal sealed class MockEngine : IEngine
{
    public ConcurrentQueue<string> Errors { get; } = new();

    public Task LogAsync(LogRequest message)
    {
        if (message.Severity == LogSeverity.Error) Errors.Enqueue(message.Message);
        return Task.CompletedTask;
    }

    public Task RequirePulumiVersionAsync(string pulumiVersionRange) => Task.CompletedTask;
}
