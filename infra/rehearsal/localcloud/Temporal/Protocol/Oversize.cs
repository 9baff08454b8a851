using Google.Protobuf;
using PipAi.LocalCloud.Temporal.Policies;
using Temporalio.Api.Failure.V1;

namespace PipAi.LocalCloud.Temporal.Protocol;

/// <summary>What a worker reports is never refused for its size: the activity fails for good, and says why.</summary>
internal static class Oversize
{
    /// <summary>Whether something is larger than an event may carry.</summary>
    public static bool Is(IMessage? content) => content?.CalculateSize() > Limits.PayloadBytes;

    /// <summary>The failure that stands for it.</summary>
    /// <param name="what">What is too large, as Temporal's messages say it: <c>Complete result exceeds</c>.</param>
    public static Failure Failure(string what) => new()
    {
        Message = $"{what} size limit.",
        Source = "Server",
        ServerFailureInfo = new() { NonRetryable = true },
    };
}
