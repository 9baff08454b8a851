using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Time.Testing;
using PipAi.Pipeline.Tests.Platform;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Client;

namespace PipAi.Pipeline.Tests.Hosting;

/// <summary>A worker whose API key is taken away while it polls, and what has to be done for it. The clock is the test's own.</summary>
public sealed class RevokedKeyTests(LocalStorage storage) : IClassFixture<LocalStorage>, IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private LocalTemporal temporal = null!;

    public async ValueTask InitializeAsync()
    {
        temporal = new LocalTemporal { Time = time };
        await temporal.InitializeAsync();
    }

    public ValueTask DisposeAsync() => temporal.DisposeAsync();

    [Fact]
    public async Task It_is_not_healthy_when_its_polls_are_not_answered_any_more_and_is_again_with_a_new_key()
    {
        var cloud = (await temporal.CloudAsync()).CloudService;
        var account = await AccountAsync(cloud);
        var (key, token) = await KeyAsync(cloud, account);
        var settings = RunningPipeline.Settings(
            temporal, storage, new Uri("http://127.0.0.1:9/"), "revoked") with
        { TemporalApiKey = token };
        await using (var pipeline = await RunningPipeline.StartAsync(settings, time: time))
        {
            var made = (await cloud.GetApiKeyAsync(new() { KeyId = key })).ApiKey;
            await temporal.DoneAsync(
                (await cloud.DeleteApiKeyAsync(new() { KeyId = key, ResourceVersion = made.ResourceVersion })).AsyncOperation);
            // The polls that are open are answered once more. The SDK then repeats the refused ones for a minute of the wall's, and says
            // all the while that they are open: only the missing answers tell.
            await Eventually.TrueAsync(async () =>
            {
                time.Advance(TimeSpan.FromSeconds(5));
                var (status, body) = await pipeline.HealthAsync();
                return status == 503 && body["reason"]!.GetValue<string>().Contains("answered no poll for", StringComparison.Ordinal);
            });
        }

        var (_, renewed) = await KeyAsync(cloud, account);
        await using var restarted = await RunningPipeline.StartAsync(settings with { TemporalApiKey = renewed }, time: time);
        Assert.Equal(200, (await restarted.HealthAsync()).Status);
    }

    private async Task<string> AccountAsync(CloudService cloud)
    {
        var created = await cloud.CreateServiceAccountAsync(new()
        {
            Spec = new ServiceAccountSpec
            {
                Name = "workers",
                Access = new()
                {
                    AccountAccess = new() { Role = AccountAccess.Types.Role.Read },
                    NamespaceAccesses =
                        { [temporal.Namespace] = new NamespaceAccess { Permission = NamespaceAccess.Types.Permission.Write } },
                },
            },
        });
        await temporal.DoneAsync(created.AsyncOperation);
        return created.ServiceAccountId;
    }

    private async Task<(string Id, string Token)> KeyAsync(CloudService cloud, string account)
    {
        var created = await cloud.CreateApiKeyAsync(new CreateApiKeyRequest
        {
            Spec = new ApiKeySpec
            {
                OwnerId = account,
                OwnerType = OwnerType.ServiceAccount,
                DisplayName = "workers",
                ExpiryTime = Timestamp.FromDateTimeOffset(time.GetUtcNow().AddDays(90)),
            },
        });
        await temporal.DoneAsync(created.AsyncOperation);
        return (created.KeyId, created.Token);
    }
}
