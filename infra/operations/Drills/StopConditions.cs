using System.Globalization;

namespace PipAi.Operations.Drills;

/// <summary>What a drill may do to the users of a live platform; more ends it.</summary>
/// <param name="MostFailing">Share of requests that may fail.</param>
/// <param name="OldestDocument">How long a document may wait for its answer.</param>
internal sealed record StopConditions(double MostFailing, TimeSpan OldestDocument)
{
    /// <summary>Fewer requests say nothing about a share.</summary>
    public const int FewestRequests = 20;

    /// <summary>Those of a live platform.</summary>
    public static StopConditions OfLive { get; } = new(0.05, TimeSpan.FromMinutes(1));

    /// <summary>Which of them a load exceeds; null when none.</summary>
    public string? Exceeded(LoadReading reading)
    {
        if (reading.OldestDocument > OldestDocument)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"a document has waited for {reading.OldestDocument.TotalSeconds:0} s, longer than {OldestDocument.TotalSeconds:0} s");
        if (reading.Requests >= FewestRequests && reading.FailedRequests > MostFailing * reading.Requests)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{reading.FailedRequests} of {reading.Requests} requests failed, more than {MostFailing * 100:0.#} %");
        return null;
    }
}
