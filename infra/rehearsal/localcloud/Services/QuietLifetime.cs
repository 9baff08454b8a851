using Microsoft.Extensions.Hosting;

namespace PipAi.LocalCloud.Services;

/// <summary>Leaves signals to the process that hosts the cloud: services must stop in their order, not each by itself.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
