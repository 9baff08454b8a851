using System.Collections.Immutable;
using System.Net.Mail;

namespace PipAi.Infra.Settings;

/// <summary>Who is told of trouble.</summary>
/// <param name="Subscribers">Addresses: <c>mailto:…</c> or <c>https://…</c>.</param>
/// <param name="MetricsRegion">AWS region in which Route 53 publishes what its checks find.</param>
/// <param name="CheckSeconds">Time between two checks of an endpoint from one place.</param>
/// <param name="FailureThreshold">Failures in a row that turn a check.</param>
/// <param name="Endpoints">The public endpoints that are checked from outside.</param>
internal sealed record MonitoringSettings(
    ImmutableArray<string> Subscribers, string MetricsRegion, int CheckSeconds, int FailureThreshold, ImmutableArray<string> Endpoints)
{
    private static readonly ImmutableArray<string> PublicEndpoints = ["frontend", "parsing", "workers"];

    /// <summary>Reads the settings.</summary>
    public static MonitoringSettings Read(SettingReader reader)
    {
        var settings = new MonitoringSettings(
            reader.List("alertSubscribers", "[]"),
            reader.OneOf("healthMetricsRegion", "us-east-1", [.. RegionCatalogue.Current.Aws.Keys], "AWS region"),
            reader.Whole("healthCheckSeconds", 30, 10, 30, "Route 53 checks every 10 or every 30 seconds"),
            reader.Whole("healthCheckFailures", 3, 1, 10),
            reader.SomeOf("checkedEndpoints", """["workers","parsing","frontend"]""", PublicEndpoints, "public endpoint"));
        if (reader.AreSound("healthCheckSeconds") && settings.CheckSeconds is not (10 or 30))
            reader.Wrong(
                "healthCheckSeconds", $"{settings.CheckSeconds}", "Route 53 checks every 10 or every 30 seconds.",
                $"set {SettingReader.Namespace}:healthCheckSeconds 30");
        foreach (var (index, subscriber) in settings.Subscribers.Index())
        {
            var path = $"alertSubscribers[{index}]";
            if (!IsAddress(subscriber))
            {
                reader.Wrong(path, subscriber, "it must be an address such as mailto:oncall@example.com or https://example.com/alerts.",
                    $"rm --path '{SettingReader.Namespace}:{path}'");
            }
        }

        return settings;
    }

    // As SNS takes them: a scheme in capitals, or a mailbox without a name, would only fail there.
    private static bool IsAddress(string subscriber) =>
        subscriber.StartsWith("mailto:", StringComparison.Ordinal)
            ? MailAddress.TryCreate(subscriber["mailto:".Length..], out var mail) && mail.Address == subscriber["mailto:".Length..]
            : subscriber.StartsWith("https://", StringComparison.Ordinal) && Uri.TryCreate(subscriber, UriKind.Absolute, out _);
}
