using System.Collections.Immutable;
using Pulumi;

namespace PipAi.Infra.Identity;

/// <summary>What GitHub jobs may do with one kind of thing.</summary>
internal sealed record PipelineGrant
{
    /// <summary>What it is for; letters and digits.</summary>
    public required string Sid { get; init; }

    /// <summary>What a job may do that only looks.</summary>
    public ImmutableArray<string> Reads { get; init; } = [];

    /// <summary>What a job that deploys may do besides.</summary>
    public ImmutableArray<string> Changes { get; init; } = [];

    /// <summary>To which resources.</summary>
    public required ImmutableArray<Input<string>> Resources { get; init; }

    /// <summary>When.</summary>
    public ImmutableArray<PolicyCondition> Conditions { get; init; } = [];

    /// <summary>The statement for a job that deploys, or for one that looks; none where that job has no business.</summary>
    public ImmutableArray<PolicyStatement> For(bool deploys)
    {
        ImmutableArray<string> actions = deploys ? [.. Reads, .. Changes] : Reads;
        return actions.IsEmpty
            ? [] : [new PolicyStatement { Sid = Sid, Actions = actions, Resources = Resources, Conditions = Conditions }];
    }
}
