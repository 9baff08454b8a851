using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using PipAi.Workers.Pipeline.Storage;

namespace PipAi.Workers.Pipeline.Hosting;

/// <summary>Reads environment variables and collects every mistake before any is reported.</summary>
/// <param name="read">Gives an environment variable's value, or null.</param>
internal sealed partial class SettingsReader(Func<string, string?> read)
{
    private readonly List<string> mistakes = [];

    /// <summary>A variable's value, or null if it is not set or blank.</summary>
    public string? Optional(string name) => read(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <summary>A variable that must be set.</summary>
    public string Required(string name, string rule) => Optional(name) ?? Missing(name, rule, "");

    /// <summary>A variable of the form <c>host:port</c>.</summary>
    public string HostAndPort(string name, string example)
    {
        var rule = $"it must be host:port, such as {example}.";
        if (Optional(name) is not { } value) return Missing(name, rule, "");
        var colon = value.LastIndexOf(':');
        var valid = colon > 0 && !value.Contains("//", StringComparison.Ordinal)
            && int.TryParse(value.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is >= 1 and <= 65535;
        return valid ? value : Wrong(name, value, rule, value);
    }

    /// <summary>An absolute HTTP URL; the answer ends in a slash, so that relative paths append.</summary>
    public Uri Url(string name, string example)
    {
        var rule = $"it must be an absolute http or https URL, such as {example}.";
        return Optional(name) is null ? Missing(name, rule, new Uri("http://missing/")) : OptionalUrl(name, rule)!;
    }

    /// <summary>An absolute HTTP URL, or null if the variable is not set.</summary>
    public Uri? OptionalUrl(string name, string rule = "it must be an absolute http or https URL.")
    {
        if (Optional(name) is not { } value) return null;
        return Uri.TryCreate(value.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : Wrong(name, value, rule, new Uri("http://wrong/"));
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Flag(string name, bool defaultValue) => Optional(name)?.ToUpperInvariant() switch
    {
        null => defaultValue,
        "TRUE" or "1" => true,
        "FALSE" or "0" => false,
        _ => Wrong(name, Optional(name)!, "it must be true or false.", defaultValue),
    };

    /// <summary>A whole number within bounds.</summary>
    public int Whole(string name, int defaultValue, int least, int most)
    {
        if (Optional(name) is not { } value) return defaultValue;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : Wrong(name, value, $"it must be a whole number from {least} to {most}.", defaultValue);
    }

    /// <summary>A TCP port.</summary>
    public int Port(string name, int defaultValue)
    {
        if (Optional(name) is not { } value) return defaultValue;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
            ? port
            : Wrong(name, value, "it must be a port from 0 to 65535; 0 takes a free one.", defaultValue);
    }

    /// <summary>A list of Fly regions, <c>iad,ord</c>; empty if the variable is not set.</summary>
    public ImmutableArray<string> FlyRegions(string name)
    {
        var regions = (Optional(name) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .ToImmutableArray();
        return regions.FirstOrDefault(region => !FlyRegion().IsMatch(region)) is { } wrong
            ? Wrong(name, Optional(name)!, $"'{wrong}' is no Fly region, such as iad.", ImmutableArray<string>.Empty)
            : regions;
    }

    /// <summary>A list <c>region=bucket,region=bucket</c>, primary first.</summary>
    public ImmutableArray<RegionBucket> Buckets(string name)
    {
        const string Rule =
            "it must list region=bucket pairs, primary first, such as us-east-1=pip-ai-docs-use1,us-west-2=pip-ai-docs-usw2.";
        if (Optional(name) is not { } value) return Missing(name, Rule, ImmutableArray<RegionBucket>.Empty);
        var pairs = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (pairs.Length == 0) return Wrong(name, value, Rule, ImmutableArray<RegionBucket>.Empty);
        if (pairs.Select(pair => FaultOf(pair, Rule)).FirstOrDefault(found => found is not null) is { } fault)
            return Wrong(name, value, fault, ImmutableArray<RegionBucket>.Empty);
        var buckets = pairs.Select(pair => pair.Split('=', StringSplitOptions.TrimEntries)).Select(
            parts => new RegionBucket(parts[0], parts[1])).ToImmutableArray();
        var repeated = buckets.GroupBy(bucket => bucket.Region).FirstOrDefault(group => group.Count() > 1)?.Key;
        return repeated is null ? buckets : Wrong(name, value, $"it names region {repeated} twice; one bucket a region.", buckets);
    }

    /// <summary>Reports what was collected.</summary>
    /// <exception cref="InvalidEnvironmentException">There was at least one mistake.</exception>
    public void ThrowIfInvalid()
    {
        if (mistakes.Count > 0) throw new InvalidEnvironmentException(mistakes);
    }

    private T Missing<T>(string name, string rule, T instead)
    {
        mistakes.Add($"{name} is not set; {rule}");
        return instead;
    }

    private T Wrong<T>(string name, string value, string rule, T instead)
    {
        mistakes.Add($"{name} is '{value}'; {rule}");
        return instead;
    }

    private static string? FaultOf(string pair, string rule) => pair.Split('=', StringSplitOptions.TrimEntries) switch
    {
        [var region, _] when !Region().IsMatch(region) => $"'{region}' is no AWS region, such as us-east-1.",
        [_, var bucket]
            when !Bucket().IsMatch(bucket) || bucket.Contains("..", StringComparison.Ordinal) || IPAddress.TryParse(bucket, out _) =>
            $"'{bucket}' is no bucket name: it has 3 to 63 lower-case letters, digits, dots and hyphens, begins and ends with a letter "
                + $"or digit, and is no IP address.",
        [_, _] => null,
        _ => rule,
    };

    [GeneratedRegex(@"^[a-z]{2}(?:-[a-z]+)+-\d\z")]
    private static partial Regex Region();

    [GeneratedRegex(@"^[a-z]{3}\z")]
    private static partial Regex FlyRegion();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex Bucket();
}
