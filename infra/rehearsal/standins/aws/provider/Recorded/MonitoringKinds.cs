using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;
using static PipAi.Providers.Aws.Handlers.Outputs;
using static PipAi.Providers.Aws.Recorded.Described;

namespace PipAi.Providers.Aws.Recorded;

/// <summary>CloudWatch alarms, SNS topics and Route 53 health checks.</summary>
internal static class MonitoringKinds
{
    private static readonly string[] Comparisons =
    [
        "GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold",
        "LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold",
    ];

    private static readonly string[] CheckTypes =
    [
        "HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP", "CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL",
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<AwsHandler> All(AwsSettings settings) =>
    [
        new StateOnlyResource("aws:cloudwatch/metricAlarm:MetricAlarm", settings, Alarm)
        {
            ReplaceOn = ["name", "region"],
            NameProperty = "name",
            IsAutoNamed = true,
            Rules = CheckAlarm,
        },
        new StateOnlyResource("aws:sns/topic:Topic", settings, Topic)
        {
            ReplaceOn = ["name", "namePrefix", "region"],
            NameProperty = "name",
            PrefixProperty = "namePrefix",
            IsAutoNamed = true,
        },
        new StateOnlyResource("aws:sns/topicPolicy:TopicPolicy", settings, call => Resource(
            call, call.Inputs.Text("arn"), ("owner", Text(RehearsalAccount.Id))))
        {
            ReplaceOn = ["arn", "region"],
            NameProperty = "arn",
            Rules = inputs => InputRules.Policy("policy", inputs.Text("policy")),
        },
        new StateOnlyResource("aws:sns/topicSubscription:TopicSubscription", settings, Subscription)
        {
            ReplaceOn = ["topic", "protocol", "endpoint", "region"],
        },
        new StateOnlyResource("aws:route53/healthCheck:HealthCheck", settings, HealthCheck)
        {
            IsGlobal = true,
            ReplaceOn = ["type", "requestInterval", "measureLatency", "referenceName"],
            Rules = CheckHealth,
        },
    ];

    private static Resource Alarm(ResourceCall call)
    {
        var name = call.Inputs.Text("name");
        var arn = Join($"arn:aws:cloudwatch:{call.Region}:{RehearsalAccount.Id}:alarm:{name}");
        return Resource(call, name, ("arn", Text(arn)));
    }

    private static Resource Topic(ResourceCall call)
    {
        var arn = Join($"arn:aws:sns:{call.Region}:{RehearsalAccount.Id}:{call.Inputs.Text("name")}");
        return Resource(
            call,
            arn,
            ("arn", Text(arn)),
            ("owner", Text(RehearsalAccount.Id)),
            ("namePrefix", Text("")),
            ("signatureVersion", new PropertyValue(0)));
    }

    private static Resource Subscription(ResourceCall call)
    {
        var inputs = call.Inputs;
        var arn = Join($"{inputs.Text("topic")}:{Uuid(call, inputs.Text("topic"), inputs.Text("protocol"), inputs.Text("endpoint"))}");
        // A subscriber by mail has to confirm first, and a rehearsal sends no mail.
        var waits = inputs.Text("protocol") is "email" or "email-json" or "http" or "https";
        return Resource(
            call,
            arn,
            ("arn", Text(arn)),
            ("ownerId", Text(RehearsalAccount.Id)),
            ("pendingConfirmation", new PropertyValue(waits)),
            ("confirmationWasAuthenticated", new PropertyValue(!waits)));
    }

    private static Resource HealthCheck(ResourceCall call)
    {
        var id = Uuid(call, call.Inputs.Text("type"), call.Inputs.Text("referenceName"), $"{call.Inputs.Whole("requestInterval")}");
        return Resource(
            call,
            id,
            ("arn", Text(Join($"arn:aws:route53:::healthcheck/{id}"))),
            ("enableSni", new PropertyValue(call.Inputs.Text("type")?.StartsWith("HTTPS", StringComparison.Ordinal) == true)),
            ("failureThreshold", new PropertyValue(3)),
            ("regions", Nothing));
    }

    private static IEnumerable<CheckFailure> CheckAlarm(PropertyMap inputs)
    {
        foreach (var name in new[] { "comparisonOperator", "evaluationPeriods" })
            if (!inputs.Has(name)) yield return new CheckFailure(name, "it is missing; CloudWatch needs it for every alarm.");
        var failures = InputRules.Values("comparisonOperator", inputs.Text("comparisonOperator"), Comparisons)
            .Concat(InputRules.Values(
                "treatMissingData", inputs.Text("treatMissingData"), "missing", "ignore", "breaching", "notBreaching"))
            .Concat(InputRules.Values("statistic", inputs.Text("statistic"), "SampleCount", "Average", "Sum", "Minimum", "Maximum"));
        foreach (var failure in failures) yield return failure;
        if (inputs.Whole("datapointsToAlarm") is { } points && inputs.Whole("evaluationPeriods") is { } periods && points > periods)
            yield return new CheckFailure("datapointsToAlarm", $"it is {points}, more than evaluationPeriods ({periods}).");
    }

    private static IEnumerable<CheckFailure> CheckHealth(PropertyMap inputs)
    {
        var failures = InputRules.Values("type", inputs.Text("type"), CheckTypes)
            .Concat(InputRules.Range("failureThreshold", inputs.Whole("failureThreshold"), 1, 10))
            .Concat(InputRules.Range("port", inputs.Whole("port"), 1, 65_535));
        foreach (var failure in failures) yield return failure;
        if (inputs.Whole("requestInterval") is { } interval and not (10 or 30))
            yield return new CheckFailure("requestInterval", $"it is {interval}, and must be 10 or 30 seconds.");
        if (inputs.Texts("regions") is { Length: 1 or 2 } regions)
            yield return new CheckFailure("regions", $"there are {regions.Length}; Route 53 wants at least 3, or none for all.");
        if (inputs.Text("searchString") is { Length: > 255 } text)
            yield return new CheckFailure("searchString", $"it has {text.Length} characters, more than 255.");
    }
}
