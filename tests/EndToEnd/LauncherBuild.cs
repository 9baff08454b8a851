using PipAi.EndToEnd.Tests;

[assembly: AssemblyFixture(typeof(LauncherBuild))]

namespace PipAi.EndToEnd.Tests;

/// <summary>
/// On a fresh clone the launcher builds, and says so, at its first run: that is before all tests, and in the text of none.
/// </summary>
public sealed class LauncherBuild : IAsyncLifetime
{
    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        using var pipai = new Pipai();
        (await pipai.RunAsync("--help")).Ended(0);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
