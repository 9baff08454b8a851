using PipAi.Operations.Drills;

namespace PipAi.Operations.Tests.Drills;

public sealed class StopConditionsTests
{
    [Theory]
    [InlineData(100, 5, 60, null)]
    [InlineData(100, 6, 0, "6 of 100 requests failed, more than 5 %")]
    [InlineData(19, 19, 0, null)]
    [InlineData(20, 2, 0, "2 of 20 requests failed, more than 5 %")]
    [InlineData(0, 0, 61, "a document has waited for 61 s, longer than 60 s")]
    public void A_live_platform_bears_few_failures_and_short_waits(int requests, int failed, int oldest, string? why) => Assert.Equal(
        why, StopConditions.OfLive.Exceeded(new LoadReading(requests, failed, TimeSpan.FromSeconds(oldest))));
}
