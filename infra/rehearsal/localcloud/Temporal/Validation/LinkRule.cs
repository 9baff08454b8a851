using PipAi.LocalCloud.Temporal.Policies;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Validation;

/// <summary>What the links of a request must be.</summary>
internal static class LinkRule
{
    /// <summary>What is wrong with them; null if nothing is.</summary>
    public static string? Fault(IReadOnlyList<Link> links) => links.Count > Limits.Links
        ? $"cannot attach more than {Limits.Links} links per request, got {links.Count}"
        : links.Select(Fault).FirstOrDefault(fault => fault is not null);

    private static string? Fault(Link link) => link switch
    {
        { VariantCase: Link.VariantOneofCase.BatchJob } => link.BatchJob.JobId.Length == 0 ? "batch job link must not have an empty job ID"
            : null,
        { VariantCase: Link.VariantOneofCase.WorkflowEvent } => Fault(link.WorkflowEvent),
        _ => "unsupported link variant",
    };

    private static string? Fault(Link.Types.WorkflowEvent happened)
    {
        if (happened.Namespace.Length == 0) return "workflow event link must not have an empty namespace field";
        if (happened.WorkflowId.Length == 0) return "workflow event link must not have an empty workflow ID field";
        if (happened.RunId.Length == 0) return "workflow event link must not have an empty run ID field";
        return happened.EventRef is { EventType: EventType.Unspecified, EventId: not 0 }
            ? "workflow event link ref cannot have an unspecified event type and a non-zero event ID"
            : null;
    }
}
