using System.Collections.Immutable;
using PipAi.Infra.Settings;
using Pulumi;
using Pulumi.Aws.Iam;

namespace PipAi.Infra.Identity;

/// <summary>
/// How GitHub jobs are somebody in AWS without a key: one role that deploys, for jobs of an environment with approval, and
/// one that only looks, for previews.
/// </summary>
internal sealed class PipelineIdentity : ComponentResource
{
    private const string Issuer = "token.actions.githubusercontent.com";
    private const string Audience = "sts.amazonaws.com";

    /// <summary>Declares the issuer and the two roles.</summary>
    public PipelineIdentity(string name, PipelineIdentityArgs args, ComponentResourceOptions? options = null)
        : base("pipai:identity:PipelineIdentity", name, options)
    {
        var provider = new OpenIdConnectProvider(name, new OpenIdConnectProviderArgs
        {
            Url = $"https://{Issuer}",
            ClientIdLists = { Audience },
            Tags = args.Tags.ToDictionary(),
        }, new CustomResourceOptions { Parent = this });
        var scope = new PipelineScope
        {
            Account = PipelineScope.AccountOf(provider.Arn),
            Names = args.Names,
            BoundaryArn = args.BoundaryArn,
            Issuers = args.Issuers,
            BoundedRoles = args.BoundedRoles,
            PipelineRoles = [RoleName($"{name}-deploy", args), RoleName($"{name}-preview", args)],
        };
        var deploy = Declare($"{name}-deploy", args.Settings.DeploySubject, PipelinePolicies.Deploy(scope), provider, args);
        var preview = Declare($"{name}-preview", args.Settings.PreviewSubject, PipelinePolicies.Preview(scope), provider, args);
        RegisterOutputs(new Dictionary<string, object?> { ["deployRole"] = deploy.Arn, ["previewRole"] = preview.Arn });
    }

    private Role Declare(string name, string subject, PolicyDocument policy, OpenIdConnectProvider provider, PipelineIdentityArgs args)
    {
        var child = new CustomResourceOptions { Parent = this };
        var role = new Role(name, new RoleArgs
        {
            Name = RoleName(name, args),
            Description = $"GitHub jobs with the subject {subject}",
            AssumeRolePolicy = TrustPolicies.OfIssuer(provider.Arn, Issuer, Audience, subject).ToJson(),
            // The access point alone may take an hour to make.
            MaxSessionDuration = 7200,
            Tags = args.Tags.ToDictionary(),
        }, child);
        _ = new RolePolicy(name, new RolePolicyArgs { Role = role.Name, Name = name, Policy = policy.ToJson() }, child);
        return role;
    }

    private static string RoleName(string name, PipelineIdentityArgs args) => $"pip-ai-{name}{args.Names.Suffix}";
}

/// <summary>What a <see cref="PipelineIdentity"/> is made of.</summary>
internal sealed record PipelineIdentityArgs
{
    /// <summary>Which jobs get which role.</summary>
    public required IdentitySettings Settings { get; init; }

    /// <summary>What things are called.</summary>
    public required PlatformNames Names { get; init; }

    /// <summary>ARN of the boundary of the roles that a job may change.</summary>
    public required Input<string> BoundaryArn { get; init; }

    /// <summary>Host and path of each issuer of identities besides GitHub's.</summary>
    public required ImmutableArray<string> Issuers { get; init; }

    /// <summary>Names of the roles with the boundary.</summary>
    public required ImmutableArray<string> BoundedRoles { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}
