using System.Text.RegularExpressions;
using Google.Protobuf.Collections;
using PipAi.LocalCloud.Temporal.Protocol;
using AttributeType = Temporalio.Api.Cloud.Namespace.V1.NamespaceSpec.Types.SearchAttributeType;

namespace PipAi.LocalCloud.Temporal.Cloud.Rules;

/// <summary>
/// What Temporal Cloud demands of a namespace's search attributes. They are columns of a store that fills up: they can be added and
/// renamed, but neither removed nor given another type.
/// </summary>
internal static partial class SearchAttributeRules
{
    private const int UsualMost = 20;

    private static readonly Dictionary<AttributeType, int> Most = new()
    {
        [AttributeType.Keyword] = 40,
        [AttributeType.KeywordList] = 5,
        [AttributeType.Text] = 5,
    };

    /// <summary>Names that every namespace has already.</summary>
    private static readonly HashSet<string> BuiltIn = new(StringComparer.Ordinal)
    {
        "WorkflowId", "RunId", "WorkflowType", "TaskQueue", "ExecutionStatus", "StartTime", "ExecutionTime", "CloseTime",
        "ExecutionDuration",
        "HistoryLength", "HistorySizeBytes", "StateTransitionCount", "ParentWorkflowId", "ParentRunId", "RootWorkflowId", "RootRunId",
        "BuildIds",
        "BatcherNamespace", "BatcherUser", "BinaryChecksums", "TemporalChangeVersion", "TemporalNamespaceDivision", "TemporalPauseInfo",
        "TemporalScheduledById", "TemporalScheduledStartTime", "TemporalSchedulePaused", "TemporalReportedProblems",
        "TemporalUsedWorkerDeploymentVersions",
        "TemporalWorkerDeployment", "TemporalWorkerDeploymentVersion", "TemporalWorkflowVersioningBehavior",
    };

    /// <summary>Refuses attributes that Temporal Cloud would refuse.</summary>
    /// <param name="wanted">The attributes that a spec names.</param>
    /// <param name="present">Those that the namespace has; null for one that is created.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT, naming the first thing that is wrong.</exception>
    public static void Check(MapField<string, AttributeType> wanted, MapField<string, AttributeType>? present)
    {
        foreach (var (name, type) in present ?? [])
        {
            if (!wanted.TryGetValue(name, out var now))
                throw RpcError.Invalid($"search attribute '{name}' cannot be removed; it can be renamed");
            if (now != type) throw RpcError.Invalid($"search attribute '{name}' is of type {type} and cannot become {now}");
        }
        foreach (var (name, type) in wanted)
        {
            CheckName(name);
            if (type == AttributeType.Unspecified) throw RpcError.Invalid($"search attribute '{name}' has no type");
        }
        foreach (var ofType in wanted.GroupBy(attribute => attribute.Value))
        {
            var most = Most.GetValueOrDefault(ofType.Key, UsualMost);
            if (ofType.Count() > most)
                throw RpcError.Invalid($"a namespace has at most {most} search attributes of type {ofType.Key}, not {ofType.Count()}");
        }
    }

    /// <summary>Refuses a name that no attribute may have.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public static void CheckName(string name)
    {
        if (BuiltIn.Contains(name)) throw RpcError.Invalid($"search attribute '{name}' is built in");
        if (!Name().IsMatch(name))
            throw RpcError.Invalid(
                $"search attribute '{name}' must be 1 to 64 letters, digits, hyphens and underscores, beginning with a letter");
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]{0,63}\z")]
    private static partial Regex Name();
}
