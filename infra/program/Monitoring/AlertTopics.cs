using System.Collections.Immutable;
using PipAi.Infra.Identity;
using Pulumi;
using Pulumi.Aws.Sns;

namespace PipAi.Infra.Monitoring;

/// <summary>Where alarms are published: a topic in each region, since an alarm reaches topics of its own region only.</summary>
internal sealed class AlertTopics : ComponentResource
{
    private readonly ImmutableSortedDictionary<string, Topic> _topics;

    /// <summary>Declares the topics, who may publish on them and who is told.</summary>
    public AlertTopics(string name, AlertTopicsArgs args, ComponentResourceOptions? options = null)
        : base("pipai:monitoring:AlertTopics", name, options)
    {
        _topics = args.Regions.Distinct().ToImmutableSortedDictionary(
            region => region, region => Declare($"{name}-{region}", region, args), StringComparer.Ordinal);
        RegisterOutputs();
    }

    /// <summary>The ARN of a region's topic.</summary>
    public Output<string> In(string region) => _topics[region].Arn;

    private Topic Declare(string name, string region, AlertTopicsArgs args)
    {
        var child = new CustomResourceOptions { Parent = this };
        var topic = new Topic(name, new TopicArgs
        {
            Name = $"pip-ai-alerts{args.NameSuffix}",
            DisplayName = "PIP AI alerts",
            Region = region,
            SignatureVersion = 2,
            Tags = args.Tags.ToDictionary(),
        }, child);
        _ = new TopicPolicy(
            name, new TopicPolicyArgs { Arn = topic.Arn, Region = region, Policy = AlertPolicies.Publish(topic.Arn).ToJson() }, child);
        foreach (var subscriber in args.Subscribers)
        {
            var isMail = subscriber.StartsWith("mailto:", StringComparison.Ordinal);
            _ = new TopicSubscription($"{name}-{subscriber}", new TopicSubscriptionArgs
            {
                Topic = topic.Arn,
                Region = region,
                Protocol = isMail ? "email" : "https",
                Endpoint = isMail ? subscriber["mailto:".Length..] : subscriber,
            }, child);
        }

        return topic;
    }
}

/// <summary>What <see cref="AlertTopics"/> are made of.</summary>
internal sealed record AlertTopicsArgs
{
    /// <summary>Regions with alarms.</summary>
    public required ImmutableArray<string> Regions { get; init; }

    /// <summary>Who is told: <c>mailto:…</c> or <c>https://…</c>.</summary>
    public required ImmutableArray<string> Subscribers { get; init; }

    /// <summary>Ends names that must be unique in the account.</summary>
    public required string NameSuffix { get; init; }

    /// <summary>Labels.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
}
