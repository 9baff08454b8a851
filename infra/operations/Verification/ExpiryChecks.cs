using System.Globalization;
using System.Text.Json;
using PipAi.Operations.Platform;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.Operations.Verification;

/// <summary>Does anything that opens a door end within a month? The platform's API keys of Temporal Cloud, and its certificates.</summary>
internal sealed class ExpiryChecks(PlatformAccess access, IReadOnlyCollection<DeclaredResource> declared, TimeProvider time)
{
    /// <summary>What ends sooner is a finding: a rotation takes a deployment, and somebody on holiday.</summary>
    private const int LeastDays = 30;
    private const string Area = "expiry";

    /// <summary>Asks the vendors, and judges.</summary>
    public async Task<IEnumerable<CheckResult>> RunAsync(FlyFleet fleet, CancellationToken cancellation)
    {
        var results = new List<CheckResult>();
        var keys = declared.Where(resource => resource.Type == DeclaredResource.ApiKey).ToList();
        if (keys.Count > 0)
        {
            var cloud = await access.TemporalCloudAsync();
            results.AddRange(await Task.WhenAll(keys.Select(key => KeyAsync(cloud, key, cancellation))));
        }

        foreach (var certificate in declared.Where(resource => resource.Type == DeclaredResource.Certificate))
            results.Add(await CertificateAsync(fleet, certificate, cancellation));
        return results;
    }

    private async Task<CheckResult> KeyAsync(TemporalCloudOperationsClient cloud, DeclaredResource key, CancellationToken cancellation)
    {
        var name = $"API key '{key.Text("displayName") ?? key.Id}'";
        try
        {
            var answer = await PlatformCall.MakeAsync(
                $"{name} cannot be read from Temporal Cloud",
                () => cloud.CloudService.GetApiKeyAsync(
                    new() { KeyId = key.Id }, new RpcOptions { CancellationToken = cancellation }),
                cancellation);
            return Judge(
                name, answer.ApiKey.Spec.ExpiryTime?.ToDateTimeOffset(),
                $"./pipai config set temporalApiKeyExpiry {time.GetUtcNow().AddYears(1):yyyy-MM-dd}T00:00:00Z");
        }
        catch (PlatformCallException gone) when (gone.InnerException is RpcException { Code: RpcException.StatusCode.NotFound })
        {
            return new CheckResult(Area, $"{name} is good for {LeastDays} days", false, "it is not there", "./pipai up --refresh")
            {
                IsDeclared = true,
            };
        }
    }

    private async Task<CheckResult> CertificateAsync(FlyFleet fleet, DeclaredResource certificate, CancellationToken cancellation)
    {
        var (app, host) = (certificate.ProviderId.Split('/')[0], certificate.Id);
        var answer = await fleet.ThingsAsync(app, $"certificates/{Uri.EscapeDataString(host)}", cancellation);
        var ends = answer.TryGetProperty("certificates", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(one => one.TryGetProperty("expires_at", out var at) && at.TryGetDateTimeOffset(out var end)
                ? (DateTimeOffset?)end : null).Max() : null;
        return Judge($"the certificate of {host}", ends, $"fly certs check {host} --app {app}");
    }

    private CheckResult Judge(string what, DateTimeOffset? end, string fix)
    {
        var days = end is { } at ? (int)Math.Floor((at - time.GetUtcNow()).TotalDays) : (int?)null;
        var found = (days, end) switch
        {
            (null, _) => "it has no end",
            ( < 0, { } past) => $"it ended on {Date(past)}",
            ({ } left, { } then) => $"{left} days, until {Date(then)}",
            _ => "",
        };
        return new CheckResult(Area, $"{what} is good for {LeastDays} days", days is null or >= LeastDays, found, fix)
        {
            Expected = $"{LeastDays} days or more",
        };
    }

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
