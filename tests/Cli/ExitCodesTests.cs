using EmbeddedPulumi.Engine.Errors;
using PipAi.Cli.Errors;
using PipAi.Cli.Tests.Views;

namespace PipAi.Cli.Tests;

public sealed class ExitCodesTests
{
    [Theory]
    [InlineData(ExitCategory.Failed, 1)]
    [InlineData(ExitCategory.Configuration, 2)]
    [InlineData(ExitCategory.Credentials, 3)]
    [InlineData(ExitCategory.Resource, 4)]
    [InlineData(ExitCategory.Policy, 5)]
    [InlineData(ExitCategory.StackNotFound, 6)]
    [InlineData(ExitCategory.UnexpectedChanges, 7)]
    [InlineData(ExitCategory.Cancelled, 8)]
    [InlineData(ExitCategory.Timeout, 9)]
    [InlineData(ExitCategory.Bug, 255)]
    public void Exit_codes_are_Pulumis(ExitCategory category, int code) => Assert.Equal(code, (int)ExitCodes.Of(category));

    [Fact]
    public void Success_is_zero() => Assert.Equal(0, (int)ExitCodes.Of(SamplePlan.Result().Failure));
}
