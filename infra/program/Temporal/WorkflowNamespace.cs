using System.Collections.Immutable;
using PipAi.Infra.Settings;
using PipAi.TemporalCloud;
using PipAi.TemporalCloud.Inputs;
using Pulumi;

namespace PipAi.Infra.Temporal;

/// <summary>The Temporal Cloud namespace the workflows live in, and who the workers and the frontend are there.</summary>
internal sealed class WorkflowNamespace : ComponentResource
{
    /// <summary>Declares the namespace and, for the workers, the frontend and its previews, a service account with a key.</summary>
    public WorkflowNamespace(string name, WorkflowNamespaceArgs args, ComponentResourceOptions? options = null)
        : base("pipai:temporal:WorkflowNamespace", name, options)
    {
        var space = new Namespace(name, new NamespaceArgs
        {
            Name = args.Name,
            Regions = args.Settings.ReplicaRegion.Length > 0 ? [args.Settings.Region, args.Settings.ReplicaRegion] : [args.Settings.Region],
            RetentionDays = args.Settings.RetentionDays,
            ApiKeyAuth = true,
            DeletionProtection = args.IsProtected,
            Tags = args.Tags.ToDictionary(),
        }, new CustomResourceOptions { Parent = this, Protect = args.IsProtected });
        NamespaceId = space.NamespaceId;
        Address = space.GrpcEndpoint;
        RegionalAddresses = space.RegionalEndpoints;
        // An identity each, so that one can be taken away without the others. Previews run code that nobody has approved yet.
        WorkerKey = Key("workers", "Workers on Fly", "write");
        FrontendKey = Key("frontend", "Frontend on Vercel", "write");
        PreviewKey = Key("preview", "Previews of the frontend", "read");
        RegisterOutputs(new Dictionary<string, object?> { ["namespace"] = NamespaceId, ["address"] = Address });

        Output<string> Key(string role, string description, string permission) => KeyOf(
            $"{name}-{role}",
            new ServiceAccountArgs
            {
                Name = $"{args.Name}-{role}",
                Description = description,
                AccountRole = "read",
                NamespaceAccesses = { new NamespaceAccessArgs { NamespaceId = space.NamespaceId, Permission = permission } },
            },
            args.Settings.ApiKeyExpiry);
    }

    /// <summary>The namespace as clients call it: <c>name.account</c>.</summary>
    public Output<string> NamespaceId { get; }

    /// <summary>Host and port that follow the active region.</summary>
    public Output<string> Address { get; }

    /// <summary>Region to host and port of that region, for clients that must not wait for DNS to follow a failover.</summary>
    public Output<ImmutableDictionary<string, string>?> RegionalAddresses { get; }

    /// <summary>The key the workers sign in with; a secret.</summary>
    public Output<string> WorkerKey { get; }

    /// <summary>The key the frontend starts workflows with; a secret.</summary>
    public Output<string> FrontendKey { get; }

    /// <summary>The key with which previews of the frontend look at workflows; a secret.</summary>
    public Output<string> PreviewKey { get; }

    private Output<string> KeyOf(string name, ServiceAccountArgs account, string expiry)
    {
        var child = new CustomResourceOptions { Parent = this };
        var identity = new ServiceAccount(name, account, child);
        var key = new ApiKey(name, new ApiKeyArgs
        {
            OwnerId = identity.ServiceAccountId,
            DisplayName = account.Name!,
            Description = account.Description,
            ExpiryTime = expiry,
        }, child);
        return Output.CreateSecret(key.Token);
    }
}

/// <summary>What a <see cref="WorkflowNamespace"/> is made of.</summary>
internal sealed record WorkflowNamespaceArgs
{
    /// <summary>Name within the account.</summary>
    public required string Name { get; init; }

    /// <summary>Regions, retention, key.</summary>
    public required TemporalSettings Settings { get; init; }

    /// <summary>Whether Pulumi and Temporal refuse to delete it.</summary>
    public required bool IsProtected { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}
