using System.Text.RegularExpressions;
using PipAi.LocalCloud.Temporal.Rpc;
using Temporalio.Api.Cloud.Namespace.V1;

namespace PipAi.LocalCloud.Temporal.Cloud;

/// <summary>What Temporal Cloud demands of a namespace.</summary>
internal static partial class NamespaceRules
{
    /// <summary>Namespaces in one account, unless support raises it.</summary>
    public const int MostNamespaces = 10;

    private const int LongestRetentionDays = 90;

    /// <summary>Refuses a spec that Temporal Cloud would refuse.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT, naming the first thing that is wrong.</exception>
    public static void Check(NamespaceSpec spec)
    {
        if (!Name().IsMatch(spec.Name))
            throw RpcError.Invalid($"namespace name '{spec.Name}' must be 2 to 64 lower-case letters, digits and hyphens, beginning with a letter");
        if (CloudRegions.Fault(NamespaceRegions.Of(spec)) is { } fault) throw RpcError.Invalid(fault);
        if (spec.RetentionDays is < 1 or > LongestRetentionDays)
            throw RpcError.Invalid($"retention_days is {spec.RetentionDays}; it must be from 1 to {LongestRetentionDays}");
        if (spec.ApiKeyAuth?.Enabled != true && spec.MtlsAuth?.Enabled != true)
            throw RpcError.Invalid("either api_key_auth or mtls_auth must be enabled");
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,62}[a-z0-9]$")]
    private static partial Regex Name();
}
