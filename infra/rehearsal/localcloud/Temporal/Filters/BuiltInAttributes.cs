using System.Collections.Frozen;
using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Filters;

/// <summary>The search attributes that every namespace has, by who sets them.</summary>
internal static class BuiltInAttributes
{
    /// <summary>What the service knows of each run. Nobody can set them.</summary>
    public static FrozenDictionary<string, IndexedValueType> System { get; } = Table(
        (IndexedValueType.Keyword,
            "WorkflowId RunId WorkflowType ExecutionStatus TaskQueue ParentWorkflowId ParentRunId RootWorkflowId RootRunId"),
        (IndexedValueType.Datetime, "StartTime ExecutionTime CloseTime"),
        (IndexedValueType.Int, "HistoryLength ExecutionDuration StateTransitionCount HistorySizeBytes"));

    /// <summary>What SDKs, and here and there users, set.</summary>
    public static FrozenDictionary<string, IndexedValueType> Settable { get; } = Table(
        (IndexedValueType.KeywordList, "TemporalChangeVersion BinaryChecksums BuildIds TemporalPauseInfo TemporalReportedProblems"),
        (IndexedValueType.Keyword, "BatcherNamespace BatcherUser TemporalScheduledById TemporalNamespaceDivision"),
        (IndexedValueType.Datetime, "TemporalScheduledStartTime"),
        (IndexedValueType.Bool, "TemporalSchedulePaused"));

    /// <summary>What only the service sets, of parts that are not here.</summary>
    public static FrozenDictionary<string, IndexedValueType> Reserved { get; } = Table(
        (IndexedValueType.Keyword, "TemporalWorkerDeploymentVersion TemporalWorkflowVersioningBehavior TemporalWorkerDeployment"),
        (IndexedValueType.KeywordList, "TemporalUsedWorkerDeploymentVersions"),
        (IndexedValueType.Int, "TemporalExternalPayloadCount TemporalExternalPayloadSizeBytes"));

    /// <summary>All of them with their types.</summary>
    public static FrozenDictionary<string, IndexedValueType> All { get; } = System.Concat(Settable).Concat(Reserved).ToFrozenDictionary();

    private static FrozenDictionary<string, IndexedValueType> Table(params ReadOnlySpan<(IndexedValueType Type, string Names)> lines)
    {
        var table = new Dictionary<string, IndexedValueType>(StringComparer.Ordinal);
        foreach (var (type, names) in lines)
        {
            foreach (var name in names.Split(' ')) table.Add(name, type);
        }
        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
