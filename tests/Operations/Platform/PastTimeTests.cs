using PipAi.Operations.Platform;

namespace PipAi.Operations.Tests.Platform;

public sealed class PastTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 18, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-11-27T17:30:00Z", "2026-11-27T17:30:00.000")]
    [InlineData("2026-11-27T17:30Z", "2026-11-27T17:30:00.000")]
    [InlineData("2026-11-27T17:30:00.25Z", "2026-11-27T17:30:00.250")]
    [InlineData("2026-11-27T19:30:00+02:00", "2026-11-27T17:30:00.000")]
    [InlineData("15m", "2026-11-27T17:45:00.000")]
    [InlineData("15 min ago", "2026-11-27T17:45:00.000")]
    [InlineData("2h", "2026-11-27T16:00:00.000")]
    [InlineData("1.5h ago", "2026-11-27T16:30:00.000")]
    [InlineData("90s", "2026-11-27T17:58:30.000")]
    [InlineData("35d", "2026-10-23T18:00:00.000")]
    public void A_time_has_its_zone_or_is_told_by_its_distance(string text, string expected)
    {
        Assert.True(PastTime.TryParse(text, Now, out var time, out var mistake), mistake);
        Assert.Equal(expected, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", null));
    }

    [Theory]
    [InlineData("2026-11-27T17:30:00")]
    [InlineData("2026-11-27")]
    [InlineData("yesterday")]
    [InlineData("15")]
    [InlineData("-15m")]
    [InlineData("15 weeks")]
    [InlineData("2026-02-30T00:00:00Z")]
    [InlineData("")]
    public void What_is_no_time_is_refused_with_what_would_be_one(string text)
    {
        Assert.False(PastTime.TryParse(text, Now, out _, out var mistake));
        Assert.Equal(
            $"'{text}' is no time with a zone, such as 2026-11-27T18:00:00Z, and not how long ago, such as 15m or 2h.", mistake);
    }

    [Fact]
    public void A_time_in_the_future_is_refused_with_the_time_it_is()
    {
        Assert.False(PastTime.TryParse("2026-11-27T20:00:00+01:00", Now, out _, out var mistake));
        Assert.Equal("'2026-11-27T20:00:00+01:00' is in the future: it is 2026-11-27T18:00:00Z now.", mistake);
    }
}
