using System.Collections.Immutable;
using PipAi.Infra.Settings;
using Pulumi;

namespace PipAi.Infra.Identity;

/// <summary>The names by which GitHub jobs are held to this stack.</summary>
internal sealed record PipelineScope
{
    /// <summary>Id of the AWS account.</summary>
    public required Output<string> Account { get; init; }

    /// <summary>What things are called.</summary>
    public required PlatformNames Names { get; init; }

    /// <summary>ARN of the boundary.</summary>
    public required Input<string> BoundaryArn { get; init; }

    /// <summary>Host and path of each issuer of identities besides GitHub's.</summary>
    public required ImmutableArray<string> Issuers { get; init; }

    /// <summary>Names of the roles with the boundary: those that a job may change.</summary>
    public required ImmutableArray<string> BoundedRoles { get; init; }

    /// <summary>Names of the jobs' own roles.</summary>
    public required ImmutableArray<string> PipelineRoles { get; init; }

    /// <summary>All roles of the stack.</summary>
    public IEnumerable<string> AllRoles => [.. BoundedRoles, Names.RecoveryRole, .. PipelineRoles];

    /// <summary>ARN of a role.</summary>
    public Input<string> Role(string name) => Output.Format($"arn:aws:iam::{Account}:role/{name}");

    /// <summary>ARN of an issuer of identities.</summary>
    public Input<string> Issuer(string host) => Output.Format($"arn:aws:iam::{Account}:oidc-provider/{host}");

    /// <summary>ARN of a thing that may be in any region: regions come and go.</summary>
    public Input<string> Regional(string service, string name) => Output.Format($"arn:aws:{service}:*:{Account}:{name}");

    /// <summary>The account in an ARN, <c>arn:partition:service:region:account:name</c>.</summary>
    public static Output<string> AccountOf(Output<string> arn) =>
        arn.Apply(text => text.Split(':') is [_, _, _, _, var account, ..] ? account : "{account}");
}
