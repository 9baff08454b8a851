using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Rpc;
using static Temporalio.Api.Cloud.Identity.V1.NamespaceAccess.Types;

namespace PipAi.LocalCloud.Temporal.Authorization;

/// <summary>
/// Lets a call in, or says why not: the key must have been issued by the Cloud Ops API, its owner must have access to the
/// namespace the call is about, and that namespace must exist.
/// </summary>
internal sealed class Gatekeeper(IAccessRegister register, Turns turns)
{
    private const string Scheme = "Bearer ";

    /// <summary>The methods that only look, by the first word of their names; all others need the right to write.</summary>
    private static readonly string[] ReadingVerbs = ["Describe", "Get", "List", "Scan", "Count", "Query"];

    /// <summary>What a service account may do in the Cloud Ops API without managing the account: see to its own keys.</summary>
    private static readonly HashSet<string> OwnAffairs =
    [
        "GetCurrentIdentity", "GetRegions", "GetRegion", "GetAsyncOperation", "GetApiKeys", "GetApiKey", "CreateApiKey",
        "UpdateApiKey", "DeleteApiKey",
    ];

    private static readonly ConcurrentDictionary<MessageDescriptor, FieldDescriptor?> NamespaceFields = new();

    /// <summary>The caller, if it may make this call; otherwise throws what the client should see.</summary>
    public Principal Admit(MethodDescriptor method, IMessage request, Metadata headers)
    {
        var credential = headers.GetValue("authorization");
        if (credential is null || !credential.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw RpcError.Of(StatusCode.Unauthenticated, "an API key is required: the call has no 'authorization: Bearer' header");
        return turns.Take(() =>
        {
            var caller = register.Identify(credential[Scheme.Length..].Trim())
                ?? throw RpcError.Of(StatusCode.Unauthenticated, "the API key is not known, disabled, or expired");
            Check(caller, method, request);
            return caller;
        });
    }

    /// <summary>The namespace a request is about, or the empty string for requests about none.</summary>
    public static string NamespaceOf(IMessage request) =>
        NamespaceFields.GetOrAdd(request.Descriptor, descriptor => descriptor.FindFieldByName("namespace"))
            ?.Accessor.GetValue(request) as string ?? "";

    private void Check(Principal caller, MethodDescriptor method, IMessage request)
    {
        if (method.Service.Name == "CloudService")
        {
            if (!caller.ManagesAccount && !OwnAffairs.Contains(method.Name))
                throw RpcError.Of(StatusCode.PermissionDenied, $"'{caller.Id}' may not call {method.Name}: it does not manage this account");
            return;
        }
        var name = NamespaceOf(request);
        if (name.Length == 0) return;
        var needed = ReadingVerbs.Any(verb => method.Name.StartsWith(verb, StringComparison.Ordinal)) ? Permission.Read : Permission.Write;
        if (!caller.MayUse(name, needed))
            throw RpcError.Of(StatusCode.PermissionDenied, $"'{caller.Id}' has no {needed} access to namespace '{name}'");
        if (!register.Serves(name)) throw RpcError.NamespaceNotFound(name);
    }
}
