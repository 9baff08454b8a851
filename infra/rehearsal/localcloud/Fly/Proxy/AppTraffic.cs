using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Fly.Proxy;

/// <summary>What the proxy measures of each app: requests, failures (5xx), latency of the last <see cref="Sample"/>.</summary>
internal sealed class AppTraffic
{
    private const int Sample = 1000;
    private readonly ConcurrentDictionary<string, Counts> apps = new();

    /// <summary>Counts a finished request.</summary>
    public void Add(string app, int status, TimeSpan took) => apps.GetOrAdd(app, _ => new Counts()).Add(status, took);

    /// <summary>All apps: <c>{"app":{"requests":n,"failures":n,"p50Ms":…,"p95Ms":…,"p99Ms":…}}</c>.</summary>
    public JsonObject Show() => new(apps.OrderBy(app => app.Key, StringComparer.Ordinal)
        .Select(app => KeyValuePair.Create(app.Key, (JsonNode?)app.Value.Show())));

    private sealed class Counts
    {
        private readonly Lock gate = new();
        private readonly double[] latencies = new double[Sample];
        private long requests;
        private long failures;

        public void Add(int status, TimeSpan took)
        {
            lock (gate)
            {
                latencies[requests++ % Sample] = took.TotalMilliseconds;
                if (status >= 500) failures++;
            }
        }

        public JsonObject Show()
        {
            lock (gate)
            {
                var sorted = latencies.Take((int)Math.Min(requests, Sample)).Order().ToImmutableArray();
                double At(double share) =>
                    sorted.IsEmpty ? 0 : Math.Round(sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)], 2);
                return new JsonObject
                {
                    ["requests"] = requests,
                    ["failures"] = failures,
                    ["p50Ms"] = At(0.50),
                    ["p95Ms"] = At(0.95),
                    ["p99Ms"] = At(0.99),
                };
            }
        }
    }
}
