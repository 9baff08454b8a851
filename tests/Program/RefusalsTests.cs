using PipAi.Infra.ExitCodes;
using PipAi.Infra.Policies;
using PipAi.Infra.Settings;

namespace PipAi.Program.Tests;

public sealed class RefusalsTests
{
    [Fact]
    public async Task Who_reads_exit_codes_learns_from_them_why_the_program_refused()
    {
        Assert.Equal(2, await EndAsync("true", 32, new InvalidSettingsException("prod", [])));
        Assert.Equal(5, await EndAsync("true", 32, new PolicyViolationException([])));
        Assert.Equal(32, await EndAsync("true", 32, new InvalidOperationException()));
    }

    [Fact]
    public async Task Pulumis_own_language_host_gets_the_code_that_it_knows() =>
        Assert.Equal(32, await EndAsync(null, 32, new PolicyViolationException([])));

    private static async Task<int> EndAsync(string? reads, int given, Exception thrown)
    {
        var refusals = new Refusals(name => name == "PULUMI_ENGINE_READS_EXIT_CODES" ? reads : null);
        await Assert.ThrowsAsync(thrown.GetType(), () => refusals.NotedAsync<int>(() => throw thrown));
        return refusals.ExitCode(given);
    }
}
