using System.Collections.Immutable;
using System.Text.Json;
using PipAi.Operations.Platform;

namespace PipAi.Operations.Surplus;

/// <summary>Everything of which there can be more than was declared.</summary>
internal static class SurplusSources
{
    /// <summary>The sources of a deployed platform.</summary>
    public static ImmutableArray<ISurplusSource> Of(
        PlatformOutputs outputs, ImmutableArray<DeclaredResource> declared, PlatformAccess access, FlyFleet fleet, HttpClient http)
    {
        ImmutableHashSet<string> Ids(string type) => [.. declared.Where(resource => resource.Type == type).Select(resource => resource.Id)];
        var machines = Ids(DeclaredResource.Machine);
        return
        [
            new SurplusMachines(outputs.WorkersApp, "workerRegions", outputs.WorkerRegions, fleet, machines),
            new SurplusMachines(outputs.UnstructuredApp, "parsingRegions", outputs.UnstructuredRegions, fleet, machines),
            .. from app in new[] { outputs.WorkersApp, outputs.UnstructuredApp }
               from kind in FlyKind.All
               select new SurplusInApp(
                   app, kind, fleet,
                   declared.Where(resource => resource.Type == kind.Type).Select(resource => resource.ProviderId).ToHashSet()),
            new SurplusBuckets(outputs, access, Ids(DeclaredResource.Bucket)),
            .. declared.Where(resource => resource.Type == DeclaredResource.Project).Select(project =>
                new SurplusVariables(http, access, project.Id, Team(project.Outputs), Ids(DeclaredResource.Variable))),
            new SurplusAccounts(access, outputs.TemporalNamespace, Ids(DeclaredResource.ServiceAccount)),
            new SurplusKeys(access, Ids(DeclaredResource.ServiceAccount), Ids(DeclaredResource.ApiKey)),
        ];
    }

    private static string? Team(JsonElement outputs) =>
        outputs.ValueKind == JsonValueKind.Object && outputs.TryGetProperty("teamId", out var team) ? team.GetString() : null;
}
