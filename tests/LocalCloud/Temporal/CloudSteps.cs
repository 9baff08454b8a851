using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Api.Cloud.Operation.V1;
using AttributeType = Temporalio.Api.Cloud.Namespace.V1.NamespaceSpec.Types.SearchAttributeType;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>What a deployment does with the Cloud Ops API, each step to its end.</summary>
internal static class CloudSteps
{
    public static Task CreateNamespaceAsync(this RunningTemporal temporal, string name, params string[] regions) =>
        temporal.CreateNamespaceAsync(Spec(name, regions));

    public static async Task CreateNamespaceAsync(this RunningTemporal temporal, NamespaceSpec spec)
    {
        var created = await temporal.Cloud.CloudService.CreateNamespaceAsync(new() { Spec = spec });
        await temporal.FulfilAsync(created.AsyncOperation);
    }

    /// <summary>A namespace with a search attribute of each type.</summary>
    public static NamespaceSpec Searchable(string name)
    {
        var spec = Spec(name);
        spec.SearchAttributes.Add("Customer", AttributeType.Keyword);
        spec.SearchAttributes.Add("Tags", AttributeType.KeywordList);
        spec.SearchAttributes.Add("Title", AttributeType.Text);
        spec.SearchAttributes.Add("Pages", AttributeType.Int);
        spec.SearchAttributes.Add("Ratio", AttributeType.Double);
        spec.SearchAttributes.Add("Urgent", AttributeType.Bool);
        spec.SearchAttributes.Add("Due", AttributeType.Datetime);
        return spec;
    }

    public static NamespaceSpec Spec(string name, params string[] regions) => new()
    {
        Name = name,
        Replicas = { (regions.Length > 0 ? regions : ["aws-us-east-1", "aws-us-east-2"]).Select(
            region => new ReplicaSpec { Region = region }) },
        RetentionDays = 7,
        ApiKeyAuth = new() { Enabled = true },
    };

    public static async Task<string> CreateServiceAccountAsync(
        this RunningTemporal temporal, string name, string namespaceId, NamespaceAccess.Types.Permission permission)
    {
        var created = await temporal.Cloud.CloudService.CreateServiceAccountAsync(new()
        {
            Spec = new()
            {
                Name = name,
                Access = new()
                {
                    AccountAccess = new() { Role = AccountAccess.Types.Role.Unspecified },
                    NamespaceAccesses = { [namespaceId] = new NamespaceAccess { Permission = permission } },
                },
            },
        });
        await temporal.FulfilAsync(created.AsyncOperation);
        return created.ServiceAccountId;
    }

    public static async Task<string> CreateKeyAsync(this RunningTemporal temporal, string ownerId)
    {
        var created = await temporal.Cloud.CloudService.CreateApiKeyAsync(new()
        {
            Spec = new()
            {
                OwnerId = ownerId,
                OwnerType = OwnerType.ServiceAccount,
                DisplayName = "worker",
                ExpiryTime = Timestamp.FromDateTime(DateTime.UtcNow.AddDays(30)),
            },
        });
        await temporal.FulfilAsync(created.AsyncOperation);
        return created.Token;
    }

    /// <summary>Polls an operation until it is over, as a provider does.</summary>
    public static async Task<AsyncOperation> FulfilAsync(this RunningTemporal temporal, AsyncOperation operation)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (operation.FinishedTime is null && DateTime.UtcNow < deadline)
        {
            await Task.Delay(operation.CheckDuration.ToTimeSpan());
            operation =
                (await temporal.Cloud.CloudService.GetAsyncOperationAsync(new() { AsyncOperationId = operation.Id })).AsyncOperation;
        }
        Assert.Equal(AsyncOperation.Types.State.Fulfilled, operation.State);
        return operation;
    }
}
