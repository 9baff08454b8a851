using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using PipAi.Plugins.Diffing;
using PipAi.Plugins.Failures;
using PipAi.Plugins.Hosting;
using PipAi.Plugins.Properties;
using PipAi.Providers.TemporalCloud.Api;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Api.Cloud.Resource.V1;
using Temporalio.Exceptions;

namespace PipAi.Providers.TemporalCloud.ApiKeys;

/// <summary>
/// The resource type ApiKey. The token is in the answer to the create and nowhere else: a key whose token was lost with the answer
/// cannot be used, so that the next try deletes it and creates another one.
/// </summary>
internal sealed class ApiKeyHandler(Func<CloudApi> api, TimeProvider time) : ResourceHandler
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(731);

    public override string Token => "temporalcloud:index:ApiKey";

    public override IReadOnlyList<string> Stables => ["apiKeyId", "token"];

    public override IEnumerable<CheckFailure> Check(PropertyMap inputs)
    {
        if (inputs.Text("ownerType") is { } type && type is not ("service-account" or "user"))
            yield return new CheckFailure("ownerType", $"'{type}' is neither service-account nor user.");
        if (inputs.Text("displayName") is { Length: 0 }) yield return new CheckFailure("displayName", "a key needs a name.");
        if (inputs.Text("expiryTime") is { } expiry && !TryTime(expiry, out _))
            yield return new CheckFailure("expiryTime", $"'{expiry}' is not a time like 2027-12-01T00:00:00Z.");
    }

    public override PropertyMap Normal(PropertyMap inputs)
    {
        var normal = inputs.WithoutNulls();
        if (normal.Text("ownerType") == "service-account") normal = normal.Remove("ownerType");
        if (normal.Text("description") == "") normal = normal.Remove("description");
        if (normal.Flag("disabled") is false) normal = normal.Remove("disabled");
        return normal.Text("expiryTime") is { } text && TryTime(text, out var expiry) ? normal.With("expiryTime", Written(expiry)) : normal;
    }

    public override PropertyMap Planned(PropertyMap inputs, PropertyMap? oldOutputs) =>
        inputs.WithoutNulls()
            .With("apiKeyId", oldOutputs?.GetValueOrDefault("apiKeyId") ?? PropertyValue.Computed)
            .With("token", oldOutputs?.GetValueOrDefault("token") ?? PropertyValue.Computed.WithSecret(true))
            .With("state", oldOutputs?.GetValueOrDefault("state") ?? PropertyValue.Computed);

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        var purpose = $"create API key '{request.Inputs.Text("displayName")}'";
        var expiry = Expiry(request.Inputs);
        var mark = OwnershipTag.Of(request.Urn, request.Inputs.RequiredText("ownerId"), Written(expiry));
        var lost = new LostKeys(request.Urn, request.Inputs.RequiredText("ownerId"), request.Inputs.RequiredText("displayName"), mark);
        await DeleteLostAsync(lost, cancellation);
        var answer = await CreateOnceAsync(purpose, request.Inputs, expiry, lost, cancellation);
        var outputs = request.Inputs.WithoutNulls()
            .With("apiKeyId", answer.KeyId)
            .With("token", new PropertyValue(answer.Token).WithSecret(true))
            .With("state", "activating");
        try
        {
            await api().FinishAsync(purpose, answer.AsyncOperation, cancellation);
            var key = await api().VisibleAsync($"read API key '{answer.KeyId}'", (service, options) =>
                service.GetApiKeyAsync(new GetApiKeyRequest { KeyId = answer.KeyId }, options), cancellation);
            return new CreateResponse { Id = answer.KeyId, Outputs = outputs.With("state", State(key.ApiKey)) };
        }
        catch (Exception failure)
        {
            throw InitializationFailedException.From(failure, answer.KeyId, outputs, request.Inputs);
        }
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellation)
    {
        if (await FindAsync(request.Id, cancellation) is not { } key) return new ReadResponse { Id = "" };
        var read = PropertyMap.Empty
            .With("ownerId", key.Spec.OwnerId)
            .With("ownerType", key.Spec.OwnerType == OwnerType.User ? "user" : "service-account")
            .With("displayName", key.Spec.DisplayName)
            .With("description", OwnershipTag.Strip(key.Spec.Description))
            .With("expiryTime", Written(key.Spec.ExpiryTime.ToDateTimeOffset()))
            .With("disabled", key.Spec.Disabled);
        var inputs = Readback.Merge(request.Inputs, read, Normal);
        var token = request.Outputs.GetValueOrDefault("token") ?? new PropertyValue("").WithSecret(true);
        var outputs = inputs.WithoutNulls().With("apiKeyId", request.Id).With("token", token.WithSecret(true)).With("state", State(key));
        return new ReadResponse { Id = request.Id, Inputs = inputs, Outputs = outputs };
    }

    public override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellation)
    {
        var key = await FindAsync(request.Id, cancellation)
            ?? throw new InvalidOperationException($"API key '{request.Id}' is gone: somebody deleted it.\n    pulumi refresh");
        var spec = key.Spec.Clone();
        var mark = OwnershipTag.In(spec.Description);
        spec.DisplayName = request.NewInputs.RequiredText("displayName");
        spec.Description = mark.Length > 0
            ? OwnershipTag.Describe(request.NewInputs.Text("description"), mark) : request.NewInputs.Text("description") ?? "";
        spec.Disabled = request.NewInputs.Flag("disabled") ?? false;
        if (!spec.Equals(key.Spec)) await WriteAsync(request.Id, key, spec, cancellation);
        var outputs = request.NewInputs.WithoutNulls().With("apiKeyId", request.Id).With(
            "token", request.OldOutputs.GetValueOrDefault("token"));
        return new UpdateResponse { Outputs = outputs.With("state", State(await FindAsync(request.Id, cancellation) ?? key)) };
    }

    public override async Task DeleteAsync(DeleteRequest request, CancellationToken cancellation)
    {
        if (await FindAsync(request.Id, cancellation) is { } key) await RemoveAsync(key, cancellation);
    }

    private async Task WriteAsync(string id, ApiKey key, ApiKeySpec spec, CancellationToken cancellation)
    {
        var purpose = $"update API key '{id}'";
        try
        {
            var answer = await api().CallAsync(purpose, (service, options) => service.UpdateApiKeyAsync(
                new UpdateApiKeyRequest { KeyId = id, Spec = spec, ResourceVersion = key.ResourceVersion }, options), cancellation);
            await api().FinishAsync(purpose, answer.AsyncOperation, cancellation);
        }
        catch (CloudApiException same) when (same.IsNothingToChange)
        {
            // It is as it should be.
        }
    }

    private async Task<CreateApiKeyResponse> CreateOnceAsync(
        string purpose, PropertyMap inputs, DateTimeOffset expiry, LostKeys lost, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            var call = new CreateApiKeyRequest { Spec = Spec(inputs, expiry, lost.Mark), AsyncOperationId = Guid.NewGuid().ToString() };
            try
            {
                return await api().CallAsync(purpose, (service, options) => service.CreateApiKeyAsync(call, options), cancellation);
            }
            catch (CloudApiException exists) when (exists.Code == RpcException.StatusCode.AlreadyExists && tries < 3)
            {
                // The first try went through and its answer was lost, and with it the token.
                await DeleteLostAsync(lost, cancellation);
            }
        }
    }

    private async Task DeleteLostAsync(LostKeys lost, CancellationToken cancellation)
    {
        var page = "";
        do
        {
            var token = page;
            var answer = await api().CallAsync($"list the API keys of '{lost.OwnerId}'", (service, options) =>
                service.GetApiKeysAsync(new GetApiKeysRequest { OwnerId = lost.OwnerId, PageToken = token }, options), cancellation);
            foreach (var key in answer.ApiKeys.Where(key => IsThere(key) && lost.Fits(key)))
            {
                await RemoveAsync(key, cancellation);
                await Log.SayAsync(
                    LogSeverity.Info,
                    $"API key '{key.Spec.DisplayName}' ({key.Id}) was left by an earlier try, and its token is lost: deleted, and made anew.",
                    lost.Urn);
            }

            page = answer.NextPageToken;
        }
        while (page.Length > 0);
    }

    private Task RemoveAsync(ApiKey key, CancellationToken cancellation)
    {
        var deletion = new DeleteApiKeyRequest { KeyId = key.Id, ResourceVersion = key.ResourceVersion };
        return api().DeleteAsync(
            $"delete API key '{key.Id}'",
            async (service, options) => (await service.DeleteApiKeyAsync(deletion, options)).AsyncOperation, cancellation);
    }

    private async Task<ApiKey?> FindAsync(string id, CancellationToken cancellation)
    {
        var answer = await api().FindAsync($"read API key '{id}'", (service, options) =>
            service.GetApiKeyAsync(new GetApiKeyRequest { KeyId = id }, options), cancellation);
        return answer?.ApiKey is { } key && IsThere(key) ? key : null;
    }

    private DateTimeOffset Expiry(PropertyMap inputs)
    {
        if (!TryTime(inputs.RequiredText("expiryTime"), out var expiry)) throw new InvalidOperationException("Checked before.");
        var left = expiry - time.GetUtcNow();
        return left > TimeSpan.Zero && left <= LongestLife ? expiry : throw new InvalidOperationException(
            $"API key '{inputs.Text("displayName")}' cannot expire at {Written(
                expiry)}: the time must be ahead, by 2 years at most. Set a new expiry and run again.");
    }

    private static ApiKeySpec Spec(PropertyMap inputs, DateTimeOffset expiry, string mark) => new()
    {
        OwnerId = inputs.RequiredText("ownerId"),
        OwnerType = inputs.Text("ownerType") == "user" ? OwnerType.User : OwnerType.ServiceAccount,
        DisplayName = inputs.RequiredText("displayName"),
        Description = OwnershipTag.Describe(inputs.Text("description"), mark),
        ExpiryTime = Timestamp.FromDateTimeOffset(expiry),
        Disabled = inputs.Flag("disabled") ?? false,
    };

    private static bool IsThere(ApiKey key) => key.State is not (ResourceState.Deleted or ResourceState.Deleting);

    private static string State(ApiKey key) => key.State.ToString().ToLowerInvariant();

    private static string Written(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static bool TryTime(string text, out DateTimeOffset moment) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);
}
