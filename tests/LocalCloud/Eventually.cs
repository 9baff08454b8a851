namespace PipAi.LocalCloud.Tests;

/// <summary>Waits for what real processes and sockets bring about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    /// <summary>Asks until it is so; a connection that is refused means not yet.</summary>
    public static async Task TrueAsync(Func<Task<bool>> ask)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var last = "false";
            try
            {
                if (await ask()) return;
            }
            catch (HttpRequestException exception)
            {
                last = exception.Message;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < Deadline, $"Not within {Deadline}; last: {last}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
