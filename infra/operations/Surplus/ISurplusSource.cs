using System.Collections.Immutable;

namespace PipAi.Operations.Surplus;

/// <summary>One kind of thing that a vendor keeps for the platform, compared with what was declared.</summary>
internal interface ISurplusSource
{
    /// <summary>What is counted, in plain words, such as <c>machines of pip-ai-temporal-workers</c>.</summary>
    string What { get; }

    /// <summary>How many there are in all, and those that nobody declared.</summary>
    Task<(int All, ImmutableArray<SurplusThing> Surplus)> FindAsync(CancellationToken cancellation);
}
