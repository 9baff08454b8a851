using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Client;
using AttributeType = Temporalio.Api.Cloud.Namespace.V1.NamespaceSpec.Types.SearchAttributeType;
using RpcException = Temporalio.Exceptions.RpcException;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>What the Cloud Ops API refuses: by name, before anything is changed.</summary>
public sealed class CloudRefusalTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    private CloudService Ops => temporal.Cloud.CloudService;

    public static TheoryData<string, string> UnofferedSpecs => new()
    {
        { """{"connectivityRuleIds":["a"]}""", "spec.connectivity_rule_ids" },
        { """{"capacitySpec":{"provisioned":{"value":2}}}""", "spec.capacity_spec.provisioned" },
        { """{"fairness":{"taskQueueFairnessEnabled":true}}""", "spec.fairness" },
        { """{"customSearchAttributes":{"Customer":"keyword"}}""", "spec.custom_search_attributes" },
        { """{"mtlsAuth":{"acceptedClientCaDeprecated":"x"}}""", "spec.mtls_auth.accepted_client_ca_deprecated" },
        { """{"searchAttributes":{"Customer":77}}""", "value 77 of field 'spec.search_attributes'" },
    };

    [Theory]
    [MemberData(nameof(UnofferedSpecs))]
    public async Task A_field_that_is_not_offered_is_refused_by_its_name(string json, string field)
    {
        var spec = CloudSteps.Spec("unoffered");
        spec.MergeFrom(JsonParser.Default.Parse<NamespaceSpec>(json));

        var error = await InvalidAsync(Ops.CreateNamespaceAsync(new() { Spec = spec }));

        Assert.Contains(field, error.Message, StringComparison.Ordinal);
        Assert.Empty((await Ops.GetNamespacesAsync(new() { Name = "unoffered" })).Namespaces);
    }

    [Fact]
    public async Task A_field_newer_than_this_service_is_refused_by_its_number_wherever_it_stands()
    {
        byte[] newer = [0xF2, 0x2E, 0x01, 0x61]; // field 750, one letter
        var spec = CloudSteps.Spec("newer");
        spec.Lifecycle = LifecycleSpec.Parser.ParseFrom(newer);

        Assert.Equal("CloudService/GetNamespaces takes no field number 750 here", await RefusedBytesAsync("GetNamespaces", newer));
        Assert.Equal(
            "CloudService/CreateNamespace takes no field number 750 in 'spec.lifecycle' here",
            await RefusedBytesAsync("CreateNamespace", new CreateNamespaceRequest { Spec = spec }.ToByteArray()));
    }

    [Theory]
    [InlineData("""{"ownerType":"OWNER_TYPE_USER"}""", "spec.owner_type is User")]
    [InlineData("""{"ownerTypeDeprecated":"user"}""", "spec.owner_type_deprecated")]
    [InlineData("""{"displayName":""}""", "spec.display_name is required")]
    public async Task A_key_is_not_made_otherwise_than_asked(string json, string why)
    {
        var plain = new ApiKeySpec { OwnerId = temporal.ServiceAccountId, OwnerType = OwnerType.ServiceAccount, DisplayName = "k" };
        plain.ExpiryTime = Timestamp.FromDateTime(DateTime.UtcNow.AddDays(1));
        if (json.Contains("\"\"", StringComparison.Ordinal)) plain.DisplayName = "";
        plain.MergeFrom(JsonParser.Default.Parse<ApiKeySpec>(json));

        Assert.Contains(why, (await InvalidAsync(Ops.CreateApiKeyAsync(new() { Spec = plain }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_that_is_none_is_refused_and_no_error_of_the_service()
    {
        var error = await InvalidAsync(Ops.CreateApiKeyAsync(new()
        {
            Spec = new()
            {
                OwnerId = temporal.ServiceAccountId,
                OwnerType = OwnerType.ServiceAccount,
                DisplayName = "k",
                ExpiryTime = new() { Seconds = long.MaxValue },
            },
        }));

        Assert.Contains("'spec.expiry_time'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""", "either spec.access or spec.namespace_scoped_access")]
    [InlineData(
        """{"access":{},"namespaceScopedAccess":{"namespace":"documents.local","access":{"permission":"PERMISSION_READ"}}}""",
        "either spec.access or")]
    [InlineData(
        """{"namespaceScopedAccess":{"namespace":"documents.local"}}""", "the permission for namespace 'documents.local' is not set")]
    [InlineData("""{"access":{"accountAccess":{"customRoles":["x"]}}}""", "spec.access.account_access.custom_roles")]
    [InlineData("""{"access":{"namespaceAccesses":{"documents.local":{"permissionDeprecated":"read"}}}}""", "permission_deprecated")]
    public async Task An_account_is_not_made_otherwise_than_asked(string json, string why)
    {
        var spec = JsonParser.Default.Parse<ServiceAccountSpec>(json);
        spec.Name = "odd";

        Assert.Contains(why, (await InvalidAsync(Ops.CreateServiceAccountAsync(new() { Spec = spec }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_attributes_are_added_and_renamed_but_neither_removed_nor_retyped()
    {
        var spec = CloudSteps.Spec("searched");
        spec.SearchAttributes.Add("Customer", AttributeType.Keyword);
        await temporal.FulfilAsync((await Ops.CreateNamespaceAsync(new() { Spec = spec })).AsyncOperation);

        await UpdateAsync(attributes => attributes.Add("Pages", AttributeType.Int));
        var removed = await InvalidAsync(UpdateAsync(attributes => attributes.Remove("Customer")));
        var retyped = await InvalidAsync(UpdateAsync(attributes => attributes["Customer"] = AttributeType.Text));
        var reserved = await InvalidAsync(UpdateAsync(attributes => attributes["WorkflowId"] = AttributeType.Keyword));
        var crowd = await InvalidAsync(UpdateAsync(attributes =>
        {
            for (var i = 0; i < 6; i++) attributes[$"Text{i}"] = AttributeType.Text;
        }));
        var current = await SearchedAsync();
        await temporal.FulfilAsync((await Ops.RenameCustomSearchAttributeAsync(new()
        {
            Namespace = "searched.local",
            ExistingCustomSearchAttributeName = "Customer",
            NewCustomSearchAttributeName = "Client",
            ResourceVersion = current.ResourceVersion,
        })).AsyncOperation);

        Assert.Equal("search attribute 'Customer' cannot be removed; it can be renamed", removed.Message);
        Assert.Contains("cannot become Text", retyped.Message, StringComparison.Ordinal);
        Assert.Contains("'WorkflowId' is built in", reserved.Message, StringComparison.Ordinal);
        Assert.Contains("at most 5 search attributes of type Text, not 6", crowd.Message, StringComparison.Ordinal);
        Assert.Equal(["Client", "Pages"], (await SearchedAsync()).Spec.SearchAttributes.Keys.Order());
    }

    private async Task<Namespace> SearchedAsync() => (await Ops.GetNamespaceAsync(new() { Namespace = "searched.local" })).Namespace;

    private async Task UpdateAsync(Action<Google.Protobuf.Collections.MapField<string, AttributeType>> change)
    {
        var current = await SearchedAsync();
        change(current.Spec.SearchAttributes);
        var answer = await Ops.UpdateNamespaceAsync(
            new() { Namespace = "searched.local", Spec = current.Spec, ResourceVersion = current.ResourceVersion });
        await temporal.FulfilAsync(answer.AsyncOperation);
    }

    // The SDK's own client drops what it does not know before it sends.
    private async Task<string> RefusedBytesAsync(string method, byte[] request)
    {
        var bytes = Marshallers.Create(message => message, message => message);
        var bound = new Method<byte[], byte[]>(MethodType.Unary, "temporal.api.cloud.cloudservice.v1.CloudService", method, bytes, bytes);
        using var channel = GrpcChannel.ForAddress($"http://{temporal.Address}");
        var headers = new Metadata { { "authorization", "Bearer " + RunningTemporal.AdministratorKey } };
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(bound, null, new(headers), request);
        var error = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => call.ResponseAsync);
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        return error.Status.Detail;
    }

    private static async Task<RpcException> InvalidAsync(Task call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal(RpcException.StatusCode.InvalidArgument, error.Code);
        return error;
    }
}
