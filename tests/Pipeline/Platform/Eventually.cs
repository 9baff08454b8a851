namespace PipAi.Pipeline.Tests.Platform;

/// <summary>Waits for real processes and sockets, with a deadline.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<Task<bool>> condition, double seconds = 90)
    {
        var deadline = DateTime.UtcNow.AddSeconds(seconds);
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < deadline, $"what the test waits for did not happen within {seconds} s");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
