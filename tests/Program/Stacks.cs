using System.Collections.Concurrent;
using PipAi.Infra.Policies;
using PipAi.Infra.Settings;

namespace PipAi.Program.Tests;

/// <summary>Stacks that differ in all that a stack may differ in: what holds for every stack is tried with each of them.</summary>
internal static class Stacks
{
    private static readonly Dictionary<string, Func<PlatformSettings>> Known = new()
    {
        ["prod"] = () => StackFiles.Settings("prod"),
        ["staging"] = () => StackFiles.Settings("staging"),
        // Nothing that a stack can do without.
        ["minimal"] = () => StackFiles.Settings(
            "staging", ("nameSuffix", "-mini"), ("workerRegions", """{"iad":1}"""), ("parsingRegions", """{"iad":1}"""),
            ("parsingStandbys", "{}"), ("storageRegions", """["us-east-1"]"""), ("pointInTimeRegions", "[]"), ("checkedEndpoints", "[]")),
        // Three continents, spares in places that run nothing, two domains, two who are told.
        ["world"] = () => StackFiles.Settings(
            "prod", ("workerRegions", """{"fra":2,"iad":4,"lax":1,"nrt":2,"ord":1}"""), ("workerStandbys", """{"fra":1,"syd":1}"""),
            ("parsingRegions", """{"fra":1,"iad":1,"nrt":1}"""), ("parsingStandbys", """{"lhr":2}"""),
            ("storageRegions", """["us-east-1","us-west-2","eu-central-1","ap-northeast-1"]"""),
            ("pointInTimeRegions", """["us-east-1","eu-central-1"]"""),
            ("frontendDomains", """["app.pip-ai.com","www.pip-ai.com"]"""),
            ("alertSubscribers", """["mailto:oncall@pip-ai.com","https://alerts.pip-ai.com/in"]"""),
            ("healthMetricsRegion", "eu-west-1")),
        // The primary bucket's region is on its way out.
        ["retiring"] = () => StackFiles.Settings(
            "prod", ("storageRegions", """["us-west-2","us-east-2"]"""), ("retiringStorageRegions", """["us-east-1"]""")),
        // All of it in Europe, under names of its own.
        ["europe"] = () => StackFiles.Settings(
            "prod", ("aws:region", "eu-central-1"), ("nameSuffix", "-eu"), ("workerRegions", """{"ams":1,"fra":4,"lhr":1}"""),
            ("workerStandbys", "{}"), ("primaryRegion", "fra"), ("parsingRegions", """{"fra":2}"""), ("parsingStandbys", """{"ams":1}"""),
            ("storageRegions", """["eu-central-1","eu-west-1"]"""), ("pointInTimeRegions", """["eu-central-1"]"""),
            ("accessPointControlRegion", "eu-west-1"), ("temporalRegion", "aws-eu-central-1"), ("temporalReplicaRegion", "aws-eu-west-1"),
            ("healthMetricsRegion", "eu-central-1"), ("flyOrganization", "pip-ai-eu"), ("vercelTeam", "pip-ai-eu")),
    };

    private static readonly ConcurrentDictionary<string, Lazy<Task<Declaration>>> Read = new();

    /// <summary>Their names, for theories.</summary>
    public static TheoryData<string> All => new(Known.Keys);

    /// <summary>The settings of one.</summary>
    public static PlatformSettings Settings(string stack) => Known[stack]();

    /// <summary>What one declares; read once, since it never changes.</summary>
    public static Task<Declaration> DeclaredAsync(string stack) => Read.GetOrAdd(
        stack, name => new Lazy<Task<Declaration>>(() => Declarations.ReadAsync(Settings(name)))).Value;
}
