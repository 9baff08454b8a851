namespace PipAi.Operations.Cost;

/// <summary>One entry of the bill.</summary>
/// <param name="Concern">The part of the platform, such as <c>workers</c>.</param>
/// <param name="Region">The vendor's region; empty where the price knows none.</param>
/// <param name="What">What is paid for, such as <c>shared-2x 2 GB</c>.</param>
/// <param name="Monthly">What it costs in a month.</param>
/// <param name="Price">The entry of the price book that decides most of it.</param>
internal sealed record CostLine(string Concern, string Region, string What, CostRange Monthly, string Price)
{
    /// <summary>Of how many resources this is the sum.</summary>
    public int Count { get; init; } = 1;
}
