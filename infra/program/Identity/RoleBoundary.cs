using System.Collections.Immutable;
using PipAi.Infra.Settings;
using Pulumi;
using Pulumi.Aws.Iam;

namespace PipAi.Infra.Identity;

/// <summary>
/// The most that the roles of workers and of replication may ever do, whatever their own policies say. The pipeline may change
/// those policies, but only of roles with this boundary, and not the boundary: it cannot make itself more powerful.
/// </summary>
internal sealed class RoleBoundary : ComponentResource
{
    /// <summary>Declares the policy.</summary>
    public RoleBoundary(string name, RoleBoundaryArgs args, ComponentResourceOptions? options = null)
        : base("pipai:identity:RoleBoundary", name, options)
    {
        ImmutableArray<Input<string>> buckets = [$"arn:aws:s3:::{args.Names.Buckets}-*"];
        var policy = new Policy(name, new PolicyArgs
        {
            Name = $"pip-ai-{name}{args.Names.Suffix}",
            Description = "Bounds the roles that a pipeline may change",
            PolicyDocument = new PolicyDocument([
                .. BucketPolicies.Process(buckets, "arn:aws:s3::*:accesspoint/*").Statements,
                .. BucketPolicies.Replicate(buckets).Statements,
            ]).ToJson(),
            Tags = args.Tags.ToDictionary(),
        }, new CustomResourceOptions { Parent = this });
        Arn = policy.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    /// <summary>ARN of the policy.</summary>
    public Output<string> Arn { get; }
}

/// <summary>What a <see cref="RoleBoundary"/> is made of.</summary>
internal sealed record RoleBoundaryArgs
{
    /// <summary>What things are called.</summary>
    public required PlatformNames Names { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}
