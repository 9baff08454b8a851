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
            new SurplusMachines(outputs.WorkersApp, fleet, machines),
            new SurplusMachines(outputs.UnstructuredApp, fleet, machines),
            .. declared.Where(resource => resource.Type == DeclaredResource.Project).Select(project =>
                new SurplusVariables(http, access, project.Id, Team(project.Outputs), Ids(DeclaredResource.Variable))),
            new SurplusKeys(access, Ids(DeclaredResource.ServiceAccount), Ids(DeclaredResource.ApiKey)),
        ];
    }

    private static string? Team(JsonElement outputs) =>
        outputs.ValueKind == JsonValueKind.Object && outputs.TryGetProperty("teamId", out var team) ? team.GetString() : null;
}
