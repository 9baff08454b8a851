using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Iam;

namespace PipAi.Infra.Identity;

/// <summary>
/// How Fly machines are somebody in AWS without a key: Fly signs a token that names organisation, app and machine, and AWS
/// gives whoever bears one of the app's machines the role.
/// </summary>
internal sealed class MachineIdentity : ComponentResource
{
    /// <summary>Declares the issuer and the role.</summary>
    public MachineIdentity(string name, MachineIdentityArgs args, ComponentResourceOptions? options = null)
        : base("pipai:identity:MachineIdentity", name, options)
    {
        Issuer = $"oidc.fly.io/{args.Organization}";
        var child = new CustomResourceOptions { Parent = this };
        var provider = new OpenIdConnectProvider(name, new OpenIdConnectProviderArgs
        {
            Url = $"https://{Issuer}",
            ClientIdLists = { "sts.amazonaws.com" },
            Tags = args.Tags.ToDictionary(),
        }, child);
        var role = new Role(name, new RoleArgs
        {
            Name = args.AppName,
            Description = $"Machines of the Fly app {args.AppName}",
            PermissionsBoundary = args.BoundaryArn,
            // A machine's name ends the subject, and machines come and go: any of this app, and of no other.
            AssumeRolePolicy = BucketPolicies.TrustOf(provider.Arn, Issuer, "StringLike", $"{args.Organization}:{args.AppName}:*").ToJson(),
            Tags = args.Tags.ToDictionary(),
        }, child);
        _ = new RolePolicy(name, new RolePolicyArgs
        {
            Role = role.Name,
            Name = "process-documents",
            Policy = BucketPolicies.Process(args.BucketArns, args.AccessPointArn).ToJson(),
        }, child);

        RoleArn = role.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["role"] = RoleArn });
    }

    /// <summary>Host and path of who signs the machines' tokens.</summary>
    public string Issuer { get; }

    /// <summary>ARN of the role.</summary>
    public Output<string> RoleArn { get; }
}

/// <summary>What a <see cref="MachineIdentity"/> is made of.</summary>
internal sealed record MachineIdentityArgs
{
    /// <summary>Slug of the Fly organisation.</summary>
    public required string Organization { get; init; }

    /// <summary>Name of the Fly app whose machines get the role.</summary>
    public required string AppName { get; init; }

    /// <summary>ARN of the most that the role may ever do.</summary>
    public required Input<string> BoundaryArn { get; init; }

    /// <summary>ARNs of the buckets it may touch.</summary>
    public required ImmutableArray<Input<string>> BucketArns { get; init; }

    /// <summary>ARN of the address in front of the buckets.</summary>
    public required Input<string> AccessPointArn { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}
