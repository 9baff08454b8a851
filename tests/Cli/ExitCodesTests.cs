using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Events;
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

    [Theory]
    [InlineData("Pulumi.prod.yaml has 2 settings to fix:\n  pip-ai:regions is not set", 2)]
    [InlineData("policy: every bucket is versioned: broken by documents", 5)]
    [InlineData("something else", 1)]
    public void The_programs_own_refusals_have_their_own_codes(string message, int code) =>
        Assert.Equal(code, (int)ExitCodes.Of(SamplePlan.Result(ExitCategory.Failed, new Diagnostic(DiagnosticSeverity.Error, message))));

    [Fact]
    public void A_policy_broken_before_anything_was_declared_is_a_policy_all_the_same() =>
        Assert.Equal(5, (int)ExitCodes.Of(SamplePlan.Result(ExitCategory.Configuration, new Diagnostic(DiagnosticSeverity.Error, "policy: a-rule is broken by workers-iad-1: it is."))));

    [Fact]
    public void Success_is_zero() => Assert.Equal(0, (int)ExitCodes.Of(SamplePlan.Result()));
}
