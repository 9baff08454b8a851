using System.Globalization;
using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;
using static PipAi.Providers.Aws.Handlers.Outputs;
using static PipAi.Providers.Aws.Recorded.Described;

namespace PipAi.Providers.Aws.Recorded;

/// <summary>Multi-Region Access Points and the dial that moves their traffic.</summary>
internal static class MultiRegionKinds
{
    /// <summary>The regions whose control planes take changes of routes.</summary>
    private static readonly string[] RouteRegions = ["us-east-1", "us-west-2", "ap-southeast-2", "ap-northeast-1", "eu-west-1"];

    /// <summary>All of them.</summary>
    public static IEnumerable<AwsHandler> All(AwsSettings settings) =>
    [
        new StateOnlyResource("aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint", settings, AccessPoint)
        {
            ReplaceOn = ["*"],
            Rules = CheckAccessPoint,
        },
        new StateOnlyResource("aws:s3control/multiRegionAccessPointRoutes:MultiRegionAccessPointRoutes", settings, call => Resource(
            call, call.Inputs.Text("mrap"), ("accountId", Text(RehearsalAccount.Id))))
        {
            ReplaceOn = ["mrap", "accountId", "region"],
            NameProperty = "mrap",
            Rules = CheckRoutes,
        },
    ];

    private static Resource AccessPoint(ResourceCall call)
    {
        var name = call.Inputs.Object("details")?.Text("name");
        // AWS makes aliases of 13 letters and digits, and the ending.
        var alias = name is null || call.Urn.Length == 0 ? null : DeterministicName.Of(call.Urn, name)[..13] + ".mrap";
        return Resource(
            call,
            Join($"{RehearsalAccount.Id}:{name}"),
            ("accountId", Text(RehearsalAccount.Id)),
            ("alias", Text(alias)),
            ("arn", Text(Join($"arn:aws:s3::{RehearsalAccount.Id}:accesspoint/{alias}"))),
            ("domainName", Text(Join($"{alias}.accesspoint.s3-global.amazonaws.com"))),
            ("status", Text("READY")));
    }

    private static IEnumerable<CheckFailure> CheckAccessPoint(PropertyMap inputs)
    {
        if (inputs.Object("details") is not { } details) yield break;
        var buckets = details.Objects("regions");
        if (!details.IsUnknown("regions") && buckets.Length is 0 or > 20)
            yield return new CheckFailure("details.regions", $"there are {buckets.Length}; an access point has 1 to 20 buckets.");
        if (details.Text("name") is { } name && name.Any(char.IsAsciiLetterUpper))
            yield return new CheckFailure("details.name", $"'{name}' has capital letters; names are lower-case.");
    }

    private static IEnumerable<CheckFailure> CheckRoutes(PropertyMap inputs)
    {
        if (inputs.Text("region") is { } region && !RouteRegions.Contains(region))
            yield return new CheckFailure(
                "region", $"routes are changed in {string.Join(", ", RouteRegions)} only, not in '{region}'.");
        var routes = inputs.Objects("routes");
        for (var i = 0; i < routes.Length; i++)
            if (routes[i].Whole("trafficDialPercentage") is { } dial and not (0 or 100))
                yield return new CheckFailure(
                    string.Create(CultureInfo.InvariantCulture, $"routes[{i}].trafficDialPercentage"),
                    $"it is {dial}, and must be 0 or 100.");
        if (routes.Length > 0 && routes.All(route => route.Whole("trafficDialPercentage") == 0))
            yield return new CheckFailure("routes", "all are at 0; at least one must be at 100.");
    }
}
