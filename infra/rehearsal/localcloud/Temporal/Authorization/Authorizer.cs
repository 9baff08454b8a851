using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Policies;
using PipAi.LocalCloud.Temporal.Protocol;
using static Temporalio.Api.Cloud.Identity.V1.NamespaceAccess.Types;

namespace PipAi.LocalCloud.Temporal.Authorization;

/// <summary>
/// Lets a call in, or says why not: the key must have been issued by the Cloud Ops API, the method must be one that keys may call,
/// the key's owner must have access to every namespace that the call is about, and those must exist.
/// </summary>
internal sealed class Authorizer(ICredentialStore register, SerialExecutor executor)
{
    private const string Scheme = "Bearer ";

    /// <summary>What a service account may do in the Cloud Ops API without managing the account: see to its own keys.</summary>
    private static readonly HashSet<string> SelfServiceMethods =
    [
        "GetCurrentIdentity", "GetRegions", "GetRegion", "GetAsyncOperation", "GetApiKeys", "GetApiKey", "CreateApiKey",
        "UpdateApiKey", "DeleteApiKey",
    ];

    /// <summary>The caller, if it may make this call; otherwise throws what the client should see.</summary>
    public Principal Admit(MethodDescriptor method, IMessage request, Metadata headers)
    {
        var credential = headers.GetValue("authorization");
        if (credential is null || !credential.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw RpcError.Of(StatusCode.Unauthenticated, "an API key is required: the call has no 'authorization: Bearer' header");
        return executor.Run(() =>
        {
            var caller = register.Identify(credential[Scheme.Length..].Trim())
                ?? throw RpcError.Of(StatusCode.Unauthenticated, "the API key is not known, disabled, or expired");
            Check(caller, method, request);
            return caller;
        });
    }

    /// <summary>The namespace a request is about, or the empty string for requests about none.</summary>
    public static string NamespaceOf(IMessage request) => RequestNamespaces.Of(request).FirstOrDefault("");

    private void Check(Principal caller, MethodDescriptor method, IMessage request)
    {
        if (method.Service.Name == "CloudService")
        {
            if (!caller.ManagesAccount && !SelfServiceMethods.Contains(method.Name))
                throw RpcError.Of(
                    StatusCode.PermissionDenied, $"'{caller.Id}' may not call {method.Name}: it does not manage this account");
            return;
        }
        switch (MethodRights.Of(method))
        {
            case MethodRight.Unlisted:
                throw RpcError.Unimplemented(method);
            case MethodRight.Administration:
                throw RpcError.Of(
                    StatusCode.PermissionDenied,
                    $"{method.Name} is not for API keys: namespaces, search attributes and Nexus endpoints are changed through the Cloud "
                        + $"Ops API");
            case MethodRight.AnyKey:
                break;
            case MethodRight.Read:
                CheckNamespaces(caller, request, Permission.Read);
                break;
            case MethodRight.Write:
                CheckNamespaces(caller, request, Permission.Write);
                break;
        }
    }

    private void CheckNamespaces(Principal caller, IMessage request, Permission needed)
    {
        var isAboutOne = false;
        foreach (var name in RequestNamespaces.Of(request).Select(register.NameOf).Distinct())
        {
            isAboutOne = true;
            if (name.Length > Limits.IdBytes) throw RpcError.Invalid("Namespace length exceeds limit.");
            if (!caller.MayUse(name, needed))
                throw RpcError.Of(StatusCode.PermissionDenied, $"'{caller.Id}' has no {needed} access to namespace '{name}'");
            if (!register.Serves(name)) throw RpcError.NamespaceNotFound(name);
        }
        if (!isAboutOne) throw RpcError.Invalid("Namespace not set on request.");
    }
}
