using System.Text.RegularExpressions;
using PipAi.LocalCloud.Temporal.Protocol;
using Temporalio.Api.Cloud.Namespace.V1;

namespace PipAi.LocalCloud.Temporal.Cloud.Rules;

/// <summary>What Temporal Cloud demands of a namespace.</summary>
internal static partial class NamespaceRules
{
    /// <summary>Namespaces in one account, unless support raises it.</summary>
    public const int MostNamespaces = 10;

    private const int LongestRetentionDays = 90;
    private const int MostTags = 10;

    /// <summary>Refuses a spec that Temporal Cloud would refuse.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT, naming the first thing that is wrong.</exception>
    public static void Check(NamespaceSpec spec, NamespaceSpec? present = null)
    {
        if (!Name().IsMatch(spec.Name))
            throw RpcError.Invalid(
                $"namespace name '{spec.Name}' must be 2 to 39 lower-case letters, digits and hyphens, beginning with a letter");
        if (RegionRules.Differ(spec)) throw RpcError.Invalid("replicas and regions (deprecated) name different regions");
        if (CloudRegions.Fault(RegionRules.Of(spec)) is { } fault) throw RpcError.Invalid(fault);
        if (spec.RetentionDays is < 1 or > LongestRetentionDays)
            throw RpcError.Invalid($"retention_days is {spec.RetentionDays}; it must be from 1 to {LongestRetentionDays}");
        if (spec.ApiKeyAuth?.Enabled != true && spec.MtlsAuth?.Enabled != true)
            throw RpcError.Invalid("either api_key_auth or mtls_auth must be enabled");
        CertificateRules.Check(spec.MtlsAuth);
        SearchAttributeRules.Check(spec.SearchAttributes, present?.SearchAttributes);
        if (spec.CodecServer is { } codec
            && !(Uri.TryCreate(codec.Endpoint, UriKind.Absolute, out var address) && address.Scheme == "https"))
            throw RpcError.Invalid($"codec_server.endpoint is '{codec.Endpoint}'; it must be an https address");
    }

    /// <summary>Refuses tags that Temporal Cloud would refuse.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT, naming the first thing that is wrong.</exception>
    public static void CheckTags(IReadOnlyCollection<KeyValuePair<string, string>> tags)
    {
        if (tags.Count > MostTags) throw RpcError.Invalid($"a namespace has at most {MostTags} tags, not {tags.Count}");
        foreach (var (name, value) in tags)
        {
            if (!Tag().IsMatch(name) || !Tag().IsMatch(value))
                throw RpcError.Invalid($"tag '{name}' = '{value}': names and values are 1 to 63 lower-case letters, digits and . _ - @");
        }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,37}[a-z0-9]\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[a-z0-9._@-]{1,63}\z")]
    private static partial Regex Tag();
}
