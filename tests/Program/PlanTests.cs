using PipAi.Testing;

namespace PipAi.Program.Tests;

public sealed class PlanTests
{
    [Fact]
    public async Task Production_is_declared_as_approved() =>
        Approved.Text(PlanText.Of(await Declarations.Production));

    [Fact]
    public async Task Staging_is_declared_as_approved() =>
        Approved.Text(PlanText.Of(await Declarations.ReadAsync(StackFiles.Settings("staging"))));
}
