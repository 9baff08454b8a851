namespace PipAi.Workers.Pipeline.Health;

/// <summary>Whether work gets done here, and why not.</summary>
/// <param name="Status">One word; <c>healthy</c> is the good one.</param>
/// <param name="Reason">Why, in plain words.</param>
internal sealed record Verdict(string Status, string Reason)
{
    /// <summary>Whether work gets done.</summary>
    public bool IsHealthy => Status == "healthy";
}
