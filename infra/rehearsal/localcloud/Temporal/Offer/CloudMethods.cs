using System.Collections.Immutable;

namespace PipAi.LocalCloud.Temporal.Offer;

/// <summary>What is offered of the Cloud Ops API. An exclamation mark says that the field must be set.</summary>
internal static class CloudMethods
{
    private const string Operation = "async_operation_id";
    private const string Page = "page_size page_token";

    private const string NamespaceSpec =
        "spec! spec.name! spec.replicas.region spec.regions spec.retention_days spec.api_key_auth.enabled spec.mtls_auth.enabled "
        + "spec.mtls_auth.accepted_client_ca spec.mtls_auth.certificate_filters spec.search_attributes spec.codec_server "
        + "spec.lifecycle.enable_delete_protection spec.high_availability.disable_managed_failover "
        + "spec.high_availability.disable_passive_poller_forwarding spec.capacity_spec.on_demand";

    private const string AccountSpec =
        "spec! spec.name! spec.description spec.access.account_access.role spec.access.namespace_accesses.permission "
        + "spec.namespace_scoped_access.namespace spec.namespace_scoped_access.access.permission";

    private const string KeySpec =
        "spec! spec.owner_id! spec.owner_type! spec.display_name! spec.description spec.expiry_time! spec.disabled";

    /// <summary>All of it.</summary>
    public static ImmutableArray<OfferedMethod> All { get; } =
    [
        Method("GetRegions"),
        Method("GetRegion", "region!"),
        Method("CreateNamespace", NamespaceSpec, "tags", Operation),
        Method("GetNamespace", "namespace!"),
        Method("GetNamespaces", "name", Page),
        Method("UpdateNamespace", "namespace!", NamespaceSpec, "resource_version", Operation),
        Method("UpdateNamespaceTags", "namespace! tags_to_upsert tags_to_remove", Operation),
        Method(
            "RenameCustomSearchAttribute",
            "namespace! existing_custom_search_attribute_name! new_custom_search_attribute_name! resource_version", Operation),
        Method("DeleteNamespace", "namespace! resource_version", Operation),
        Method("FailoverNamespaceRegion", "namespace! region!", Operation),
        Method("AddNamespaceRegion", "namespace! region! resource_version", Operation),
        Method("DeleteNamespaceRegion", "namespace! region! resource_version", Operation),
        Method("CreateServiceAccount", AccountSpec, Operation),
        Method("GetServiceAccount", "service_account_id!"),
        Method("GetServiceAccounts", Page),
        Method("UpdateServiceAccount", "service_account_id!", AccountSpec, "resource_version", Operation),
        Method("SetServiceAccountNamespaceAccess", "service_account_id! namespace! access.permission resource_version", Operation),
        Method("DeleteServiceAccount", "service_account_id! resource_version", Operation),
        Method("CreateApiKey", KeySpec, Operation),
        Method("GetApiKey", "key_id!"),
        Method("GetApiKeys", "owner_id owner_type", Page),
        Method("UpdateApiKey", "key_id!", KeySpec, "resource_version", Operation),
        Method("DeleteApiKey", "key_id! resource_version", Operation),
        Method("GetCurrentIdentity"),
        Method("GetAsyncOperation", "async_operation_id!"),
    ];

    private static OfferedMethod Method(string name, params string[] fields)
    {
        string[] words = [.. fields.SelectMany(some => some.Split(' '))];
        var needs = words.Where(word => word.EndsWith('!')).Select(word => word[..^1]).ToImmutableArray();
        // A message is named besides its fields only to say that it must be there.
        var takes = words.Select(word => word.TrimEnd('!')).Where(word => word != "spec").ToImmutableArray();
        return new("CloudService/" + name, takes, needs, []);
    }
}
