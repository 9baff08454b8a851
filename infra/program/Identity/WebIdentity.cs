using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Iam;

namespace PipAi.Infra.Identity;

/// <summary>
/// How a program outside AWS is somebody in AWS without a key: the platform it runs on signs a token that says who it is, and
/// AWS gives the bearer of such a token the role.
/// </summary>
internal sealed class WebIdentity : ComponentResource
{
    /// <summary>Declares the issuer, the role and what the role may do.</summary>
    public WebIdentity(string name, WebIdentityArgs args, ComponentResourceOptions? options = null)
        : base("pipai:identity:WebIdentity", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var provider = new OpenIdConnectProvider(name, new OpenIdConnectProviderArgs
        {
            Url = $"https://{args.Issuer}",
            ClientIdLists = { args.Audience },
            Tags = args.Tags.ToDictionary(),
        }, child);
        var role = new Role(name, new RoleArgs
        {
            Name = args.RoleName,
            Description = args.Description,
            PermissionsBoundary = args.BoundaryArn,
            AssumeRolePolicy = TrustPolicies.OfIssuer(provider.Arn, args.Issuer, args.Audience, args.Subject).ToJson(),
            Tags = args.Tags.ToDictionary(),
        }, child);
        var rights = new RolePolicy(name, new RolePolicyArgs { Role = role.Name, Name = name, Policy = args.Policy.ToJson() }, child);

        // Nobody is told of the role before it has its rights, or before it has new ones.
        RoleArn = Output.Tuple(rights.Role, role.Arn).Apply(both => both.Item2);
        RegisterOutputs(new Dictionary<string, object?> { ["role"] = RoleArn });
    }

    /// <summary>ARN of the role, once it has its rights.</summary>
    public Output<string> RoleArn { get; }
}

/// <summary>What a <see cref="WebIdentity"/> is made of.</summary>
internal sealed record WebIdentityArgs
{
    /// <summary>Host and path of who signs the tokens.</summary>
    public required string Issuer { get; init; }

    /// <summary>Whom the tokens are for.</summary>
    public required string Audience { get; init; }

    /// <summary>Whom they are about; <c>*</c> stands for anything.</summary>
    public required string Subject { get; init; }

    /// <summary>Name of the role.</summary>
    public required string RoleName { get; init; }

    /// <summary>Who has the role.</summary>
    public required string Description { get; init; }

    /// <summary>What the role may do.</summary>
    public required PolicyDocument Policy { get; init; }

    /// <summary>ARN of the most that it may ever do.</summary>
    public required Input<string> BoundaryArn { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}
