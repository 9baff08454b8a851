using System.Collections.Immutable;

namespace PipAi.Operations.Status;

/// <summary>A public address, as it was asked last.</summary>
/// <param name="Name">What it is, such as <c>workers</c>.</param>
/// <param name="Address">The address.</param>
/// <param name="Code">The HTTP status; null where no answer came.</param>
/// <param name="Latency">Until the whole answer was there.</param>
internal sealed record EndpointSnapshot(string Name, Uri Address, int? Code, TimeSpan Latency)
{
    private const int MostPoints = 60;

    /// <summary>Why there was no answer.</summary>
    public string? Error { get; init; }

    /// <summary>The last latencies in milliseconds, oldest first, this one included; null where it did not work.</summary>
    public ImmutableArray<double?> History { get; init; } = [];

    /// <summary>Whether it answered with success.</summary>
    public bool Works => Code is >= 200 and < 300;

    /// <summary>The same with what was read before, and this reading behind it.</summary>
    public EndpointSnapshot After(EndpointSnapshot? before) => this with
    {
        History =
        [
            .. (before?.History ?? []).TakeLast(MostPoints - 1), Works ? Math.Round(Latency.TotalMilliseconds, 1) : null,
        ],
    };
}
