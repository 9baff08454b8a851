using System.Text.Json;
using PipAi.Operations.Platform;
using Temporalio.Client;
using Replica = Temporalio.Api.Cloud.Namespace.V1.Replica;
using Space = Temporalio.Api.Cloud.Namespace.V1.Namespace;

namespace PipAi.Operations.Verification;

/// <summary>
/// Is the workflows' namespace in the regions that were declared, and as it was declared? Temporal's Cloud Ops API tells.
/// </summary>
internal sealed class NamespaceChecks(PlatformOutputs outputs, PlatformAccess access, DeclaredResource declared)
{
    /// <summary>Asks, and judges.</summary>
    public async Task<IEnumerable<CheckResult>> RunAsync(CancellationToken cancellation)
    {
        var cloud = await access.TemporalCloudAsync();
        var answer = await PlatformCall.MakeAsync(
            $"The namespace '{outputs.TemporalNamespace}' cannot be read from Temporal Cloud",
            () => cloud.CloudService.GetNamespaceAsync(
                new() { Namespace = outputs.TemporalNamespace }, new RpcOptions { CancellationToken = cancellation }),
            cancellation);
        return Judge(answer.Namespace);
    }

    /// <summary>Judges.</summary>
    public IEnumerable<CheckResult> Judge(Space space)
    {
        string[] regions = [.. (declared.At("regions") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [])
            .Select(region => region.GetString()!)];
        var found = space.Replicas.OrderByDescending(replica => replica.IsPrimary).ThenBy(replica => replica.Region, StringComparer.Ordinal)
            .Select(replica => $"{replica.Region} {State(replica)}");
        bool IsReady(string region) =>
            space.Replicas.Any(replica => replica.Region == region && replica.State == Replica.Types.ReplicaState.Active);
        yield return Result($"is in {(regions.Length > 1 ? "all its regions" : "its region")}", regions.All(IsReady),
            string.Join(", ", found), string.Join(", ", regions));

        var spec = space.Spec;
        (string Name, string? Declared, string Found)[] settings =
        [
            ("retention", declared.At("retentionDays")?.ToString(), $"{spec.RetentionDays}"),
            ("API keys", declared.At("apiKeyAuth")?.ToString(), $"{spec.ApiKeyAuth?.Enabled ?? false}"),
            ("deletion protection", declared.At("deletionProtection")?.ToString(), $"{spec.Lifecycle?.EnableDeleteProtection ?? false}"),
        ];
        var others = settings.Where(setting => setting.Declared is { } value && value != setting.Found)
            .Select(setting => $"{setting.Name} is {setting.Found}, not {setting.Declared}").ToList();
        yield return Result(
            "keeps and protects what was declared", others.Count == 0, others.Count == 0 ? "no difference" : string.Join("; ", others),
            "no difference");
    }

    private static string State(Replica replica) => replica.State != Replica.Types.ReplicaState.Active
        ? replica.State.ToString().ToLowerInvariant() : replica.IsPrimary ? "active" : "passive";

    private CheckResult Result(string fact, bool passed, string found, string expected) => new(
        "temporal", $"namespace '{outputs.TemporalNamespace}' {fact}", passed, found, "./pipai up --refresh")
    {
        Expected = expected,
        IsDeclared = true,
    };
}
