using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Filters;

/// <summary>What a filter compares: a built-in attribute, or a search attribute of the namespace.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
internal sealed record SearchAttribute(string Name, IndexedValueType Type)
{
    /// <summary>The status of a run, whose values are words of their own.</summary>
    public const string Status = "ExecutionStatus";

    /// <summary>How long a run took, whose values may be written as durations.</summary>
    public const string Duration = "ExecutionDuration";
}
