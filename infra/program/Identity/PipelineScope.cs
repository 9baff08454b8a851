using System.Collections.Immutable;
using Pulumi;

namespace PipAi.Infra.Identity;

/// <summary>The names by which GitHub jobs are held to this stack.</summary>
internal sealed record PipelineScope
{
    /// <summary>Id of the AWS account.</summary>
    public required Output<string> Account { get; init; }

    /// <summary>Beginning of every bucket's name; a hyphen and the region follow.</summary>
    public required string BucketPrefix { get; init; }

    /// <summary>Ends names that must be unique in the account.</summary>
    public required string NameSuffix { get; init; }

    /// <summary>ARN of the boundary.</summary>
    public required Input<string> BoundaryArn { get; init; }

    /// <summary>Host and path of the issuer of the machines' identities.</summary>
    public required string MachineIssuer { get; init; }

    /// <summary>Name of the machines' role.</summary>
    public required string MachineRole { get; init; }

    /// <summary>Name of the role that S3 copies with.</summary>
    public required string ReplicationRole { get; init; }

    /// <summary>Name of the role that AWS Backup works with.</summary>
    public required string RecoveryRole { get; init; }

    /// <summary>Names of the jobs' own roles.</summary>
    public required ImmutableArray<string> PipelineRoles { get; init; }

    /// <summary>The roles that a job may change: those with the boundary.</summary>
    public IEnumerable<string> BoundedRoles => [MachineRole, ReplicationRole];

    /// <summary>All roles of the stack.</summary>
    public IEnumerable<string> AllRoles => [.. BoundedRoles, RecoveryRole, .. PipelineRoles];

    /// <summary>ARN of a role.</summary>
    public Input<string> Role(string name) => Output.Format($"arn:aws:iam::{Account}:role/{name}");

    /// <summary>ARN of an issuer of identities.</summary>
    public Input<string> Issuer(string host) => Output.Format($"arn:aws:iam::{Account}:oidc-provider/{host}");

    /// <summary>ARN of a thing that may be in any region: regions come and go.</summary>
    public Input<string> Regional(string service, string name) => Output.Format($"arn:aws:{service}:*:{Account}:{name}");

    /// <summary>The account in an ARN, <c>arn:partition:service:region:account:name</c>.</summary>
    public static Output<string> AccountOf(Output<string> arn) => arn.Apply(text => text.Split(':') is [_, _, _, _, var account, ..] ? account : "{account}");
}
