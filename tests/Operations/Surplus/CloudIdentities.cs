using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Cloud.Identity.V1;

namespace PipAi.Operations.Tests.Surplus;

/// <summary>Makes service accounts and keys as a person would, past the program.</summary>
internal static class CloudIdentities
{
    public static async Task<string> AccountAsync(
        this RunningCloud cloud, string name = "workers", Access? access = null, NamespaceScopedAccess? confined = null)
    {
        var service = (await cloud.Access.TemporalCloudAsync()).CloudService;
        if (confined is null) access ??= new() { AccountAccess = new() { Role = AccountAccess.Types.Role.Read } };
        var created = await service.CreateServiceAccountAsync(
            new() { Spec = new ServiceAccountSpec { Name = name, Access = access, NamespaceScopedAccess = confined } });
        await cloud.DoneAsync(created.AsyncOperation);
        return created.ServiceAccountId;
    }

    public static async Task<string> KeyAsync(this RunningCloud cloud, string owner, string name)
    {
        var service = (await cloud.Access.TemporalCloudAsync()).CloudService;
        var created = await service.CreateApiKeyAsync(new()
        {
            Spec = new ApiKeySpec
            {
                OwnerId = owner,
                OwnerType = OwnerType.ServiceAccount,
                DisplayName = name,
                ExpiryTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(90)),
            },
        });
        return created.KeyId;
    }
}
