using PipAi.Infra.Settings;
using PipAi.TemporalCloud;
using PipAi.TemporalCloud.Inputs;
using Pulumi;

namespace PipAi.Infra.Temporal;

/// <summary>The Temporal Cloud namespace the workflows live in, and the identity the workers have there.</summary>
internal sealed class WorkflowNamespace : ComponentResource
{
    /// <summary>Declares the namespace, the service account and its key.</summary>
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
        }, new CustomResourceOptions { Parent = this, Protect = args.IsProtected });
        var workers = new ServiceAccount($"{name}-workers", new ServiceAccountArgs
        {
            Name = $"{args.Name}-workers",
            Description = $"Workers of the namespace {args.Name}",
            AccountRole = "read",
            NamespaceAccesses = { new NamespaceAccessArgs { NamespaceId = space.NamespaceId, Permission = "write" } },
        }, new CustomResourceOptions { Parent = this });
        var key = new ApiKey($"{name}-workers", new ApiKeyArgs
        {
            OwnerId = workers.ServiceAccountId,
            DisplayName = $"{args.Name}-workers",
            Description = "Workers on Fly",
            ExpiryTime = args.Settings.ApiKeyExpiry,
        }, new CustomResourceOptions { Parent = this });

        NamespaceId = space.NamespaceId;
        Address = space.GrpcEndpoint;
        RegionalAddresses = space.RegionalEndpoints;
        WorkerKey = Output.CreateSecret(key.Token);
        RegisterOutputs(new Dictionary<string, object?> { ["namespace"] = NamespaceId, ["address"] = Address });
    }

    /// <summary>The namespace as clients call it: <c>name.account</c>.</summary>
    public Output<string> NamespaceId { get; }

    /// <summary>Host and port that follow the active region.</summary>
    public Output<string> Address { get; }

    /// <summary>Region to host and port of that region, for clients that must not wait for DNS to follow a failover.</summary>
    public Output<System.Collections.Immutable.ImmutableDictionary<string, string>?> RegionalAddresses { get; }

    /// <summary>The key the workers sign in with; a secret.</summary>
    public Output<string> WorkerKey { get; }
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
}
