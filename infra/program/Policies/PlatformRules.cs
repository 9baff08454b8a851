using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PipAi.Infra.Policies;

/// <summary>The rules. Each reads what the program declared; none reads the program.</summary>
internal static partial class PlatformRules
{
    private const string Machine = "fly:index:Machine";
    private const string Bucket = "aws:s3/bucket:Bucket";

    private static readonly string[] HoldsData = [Bucket, "aws:backup/vault:Vault", "temporalcloud:index:Namespace"];

    private static readonly string[] PrivacySwitches =
    [
        "blockPublicAcls",
        "blockPublicPolicy",
        "ignorePublicAcls",
        "restrictPublicBuckets",
    ];

    private static readonly string[] TakesTags =
    [
        Bucket, "aws:backup/plan:Plan", "aws:backup/restoreTestingPlan:RestoreTestingPlan", "aws:backup/vault:Vault",
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider", "aws:iam/policy:Policy", "aws:iam/role:Role",
        "aws:route53/healthCheck:HealthCheck", "aws:sns/topic:Topic",
        "temporalcloud:index:Namespace",
    ];

    /// <summary>All rules, in the order of their messages.</summary>
    public static ImmutableArray<PolicyRule> All { get; } =
    [
        new("health-check-on-every-service", UncheckedServices),
        new("versioning-on-every-bucket", BucketsWithoutVersions),
        new("no-public-bucket", PublicBuckets),
        new("no-plain-secret", PlainSecrets),
        new("three-worker-regions-in-production", TooFewRegions),
        new("labels-everywhere", Unlabelled),
        new("data-is-protected-in-production", UnprotectedData),
    ];

    private static IEnumerable<Breach> UncheckedServices(Declaration declaration) =>
        from machine in declaration.OfType(Machine)
        from service in machine.List("config.services").DefaultIfEmpty()
        let checks = service is null ? PolicyResource.List(null) : PolicyResource.List(service.GetValueOrDefault("checks"))
        where !checks.Any(check => check.ContainsKey("path") && check.ContainsKey("interval") && check.ContainsKey("timeout"))
        select new Breach(
            machine.Name,
            "Fly would send it requests, or let it idle, without knowing whether it is well; give each of its services a check.");

    private static IEnumerable<Breach> BucketsWithoutVersions(Declaration declaration) =>
        from bucket in declaration.OfType(Bucket)
        where !Siblings(declaration, bucket, "aws:s3/bucketVersioning:BucketVersioning").Any(
            sibling => sibling["versioningConfiguration.status"] is "Enabled")
        select new Breach(
            bucket.Name, "what is overwritten or deleted in it is lost; declare a BucketVersioning with status Enabled beside it.");

    private static IEnumerable<Breach> PublicBuckets(Declaration declaration) =>
        from bucket in declaration.OfType(Bucket)
        where !Siblings(declaration, bucket, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").Any(IsClosed)
        select new Breach(
            bucket.Name, "something could make it public; declare a BucketPublicAccessBlock with all four switches on beside it.");

    private static IEnumerable<Breach> PlainSecrets(Declaration declaration)
    {
        foreach (var machine in declaration.OfType(Machine))
        {
            foreach (var (name, _) in (machine["config.env"] as IReadOnlyDictionary<string, object>
                ?? ImmutableDictionary<string, object>.Empty).Where(IsSecret))
                yield return new Breach(
                    machine.Name, $"its environment shows {name} to whoever may read the machine; make it a Secret of the app.");
        }

        foreach (var variable in declaration.OfType("vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable"))
        {
            if (variable["key"] is string key && IsSecret(KeyValuePair.Create(key, variable["value"] ?? ""))
                && variable["sensitive"] is not true)
                yield return new Breach(variable.Name, $"anybody who may see the project reads {key}; mark it sensitive.");
        }
    }

    private static IEnumerable<Breach> TooFewRegions(Declaration declaration)
    {
        var regions = declaration.Settings.Workers.Regions.Count(region => region.Value > 0);
        if (declaration.Settings.IsProduction && regions < 3)
            yield return new Breach(
                "pip-ai:workerRegions", $"a production stack has workers in at least three regions, this one in {regions}.");
    }

    private static IEnumerable<Breach> Unlabelled(Declaration declaration)
    {
        foreach (var resource in declaration.Resources)
        {
            var path = resource.Type == Machine ? "config.metadata" : TakesTags.Contains(resource.Type) ? "tags" : null;
            if (path is null) continue;
            var labels = resource[path] as IReadOnlyDictionary<string, object>;
            var missing = declaration.Settings.Tags.Keys.Where(label => labels?.ContainsKey(label) != true).ToArray();
            if (missing.Length > 0) yield return new Breach(resource.Name, $"its {path} lacks {string.Join(", ", missing)}.");
        }
    }

    private static IEnumerable<Breach> UnprotectedData(Declaration declaration) =>
        from resource in declaration.Resources
        where declaration.Settings.IsProduction && HoldsData.Contains(resource.Type) && !resource.IsProtected
            && !declaration.Settings.Storage.RetiringRegions.Contains(resource["region"] as string ?? "")
        select new Breach(
            resource.Name, "one careless deployment could delete its data; set pip-ai:protectData to true, or pip-ai:production to false."
                + (resource["region"] is string region
                    ? $" If '{region}' is to go, move it from pip-ai:storageRegions to pip-ai:retiringStorageRegions." : ""));

    private static IEnumerable<PolicyResource> Siblings(Declaration declaration, PolicyResource resource, string type) =>
        declaration.OfType(type).Where(
            sibling => sibling.Parent == resource.Parent && sibling["region"] as string == resource["region"] as string);

    private static bool IsClosed(PolicyResource block) =>
        PrivacySwitches.All(name => block[name] is true);

    // By its value where the program took it from a secret output, and else by its name.
    private static bool IsSecret(KeyValuePair<string, object> variable) =>
        SecretName().IsMatch(variable.Key)
            || (variable.Value is string value && value.Contains(DeclarationRecorder.SecretMark, StringComparison.Ordinal));

    [GeneratedRegex(@"(KEY|TOKEN|SECRET|PASSWORD|CREDENTIALS?)\z", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
