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

    /// <summary>Declares the issuer and the two roles.</summary>
    public PipelineIdentity(string name, PipelineIdentityArgs args, ComponentResourceOptions? options = null)
        : base("pipai:identity:PipelineIdentity", name, options)
    {
        var provider = new OpenIdConnectProvider(name, new OpenIdConnectProviderArgs
        {
            Url = $"https://{Issuer}",
            ClientIdLists = { "sts.amazonaws.com" },
            Tags = args.Tags.ToDictionary(),
        }, new CustomResourceOptions { Parent = this });
        var deploy = Declare($"{name}-deploy", args.Settings.DeploySubject, PipelinePolicies.Deploy(args), provider, args);
        var preview = Declare($"{name}-preview", args.Settings.PreviewSubject, PipelinePolicies.Preview(args), provider, args);
        RegisterOutputs(new Dictionary<string, object?> { ["deployRole"] = deploy.Arn, ["previewRole"] = preview.Arn });
    }

    private Role Declare(string name, string subject, PolicyDocument policy, OpenIdConnectProvider provider, PipelineIdentityArgs args)
    {
        var child = new CustomResourceOptions { Parent = this };
        var role = new Role(name, new RoleArgs
        {
            Name = $"pip-ai-{name}{args.NameSuffix}",
            Description = $"GitHub jobs with the subject {subject}",
            AssumeRolePolicy = BucketPolicies.TrustOf(provider.Arn, Issuer, "StringEquals", subject).ToJson(),
            // The access point alone may take an hour to make.
            MaxSessionDuration = 7200,
            Tags = args.Tags.ToDictionary(),
        }, child);
        _ = new RolePolicy(name, new RolePolicyArgs { Role = role.Name, Name = name, Policy = policy.ToJson() }, child);
        return role;
    }
}

/// <summary>What a <see cref="PipelineIdentity"/> is made of.</summary>
internal sealed record PipelineIdentityArgs
{
    /// <summary>Which jobs get which role.</summary>
    public required IdentitySettings Settings { get; init; }

    /// <summary>Ends names that must be unique in the account.</summary>
    public required string NameSuffix { get; init; }

    /// <summary>ARNs of the buckets.</summary>
    public required ImmutableArray<Input<string>> BucketArns { get; init; }

    /// <summary>ARN of the address in front of the buckets.</summary>
    public required Input<string> AccessPointArn { get; init; }

    /// <summary>ARNs of the roles that AWS services and machines assume.</summary>
    public required ImmutableArray<Input<string>> RoleArns { get; init; }

    /// <summary>ARNs of the alert topics.</summary>
    public required ImmutableArray<Input<string>> TopicArns { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}
