using System.Collections.Immutable;
using PipAi.Infra.Settings;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Route53;

namespace PipAi.Infra.Monitoring;

/// <summary>Checks the public endpoints from outside, from several places of the world, and tells when one does not answer.</summary>
internal sealed class EndpointAlarms : ComponentResource
{
    /// <summary>Declares a check and an alarm for each endpoint.</summary>
    public EndpointAlarms(string name, EndpointAlarmsArgs args, ComponentResourceOptions? options = null)
        : base("pipai:monitoring:EndpointChecks", name, options)
    {
        foreach (var endpoint in args.Endpoints.Where(endpoint => args.Settings.Endpoints.Contains(endpoint.Name)))
            Declare($"{name}-{endpoint.Name}", endpoint, args);
        RegisterOutputs();
    }

    private void Declare(string name, PublicEndpoint endpoint, EndpointAlarmsArgs args)
    {
        var check = new HealthCheck(name, new HealthCheckArgs
        {
            Type = "HTTPS",
            Fqdn = endpoint.Host,
            Port = 443,
            ResourcePath = endpoint.Path,
            EnableSni = true,
            RequestInterval = args.Settings.CheckSeconds,
            FailureThreshold = args.Settings.FailureThreshold,
            Tags = args.Tags.SetItem("Name", $"pip-ai-{endpoint.Name}{args.NameSuffix}").ToDictionary(),
        }, new CustomResourceOptions { Parent = this });
        _ = new MetricAlarm(name, new MetricAlarmArgs
        {
            Name = $"pip-ai-{name}{args.NameSuffix}",
            AlarmDescription = $"{endpoint.Description} does not answer at {endpoint.Path}.",
            Region = args.Settings.MetricsRegion,
            Namespace = "AWS/Route53",
            MetricName = "HealthCheckStatus",
            Dimensions = { ["HealthCheckId"] = check.Id },
            Statistic = "Minimum",
            Period = 60,
            EvaluationPeriods = 1,
            Threshold = 1,
            ComparisonOperator = "LessThanThreshold",
            TreatMissingData = "breaching",
            AlarmActions = { args.Topics.In(args.Settings.MetricsRegion) },
            OkActions = { args.Topics.In(args.Settings.MetricsRegion) },
            Tags = args.Tags.ToDictionary(),
        }, new CustomResourceOptions { Parent = this });
    }
}

/// <summary>What <see cref="EndpointAlarms"/> are made of.</summary>
internal sealed record EndpointAlarmsArgs
{
    /// <summary>The endpoints there are; the settings tell which of them are checked.</summary>
    public required ImmutableArray<PublicEndpoint> Endpoints { get; init; }

    /// <summary>How often, how patiently, where the findings are published.</summary>
    public required MonitoringSettings Settings { get; init; }

    /// <summary>Who is told.</summary>
    public required AlertTopics Topics { get; init; }

    /// <summary>Ends names that must be unique in the account.</summary>
    public required string NameSuffix { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}

/// <summary>An endpoint that the world reaches.</summary>
/// <param name="Name">Short name.</param>
/// <param name="Description">What it is, as the beginning of a sentence.</param>
/// <param name="Host">Its host name.</param>
/// <param name="Path">The path that tells whether it is well.</param>
internal sealed record PublicEndpoint(string Name, string Description, Input<string> Host, string Path);
