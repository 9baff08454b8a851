using System.Collections.Immutable;
using PipAi.Operations.Platform;
using PipAi.Operations.Surplus;

namespace PipAi.Operations.Verification;

/// <summary>All that a verification looks at.</summary>
/// <param name="platform">The platform.</param>
/// <param name="time">The clock.</param>
/// <param name="http">HTTP to the vendors, and to the platform's public addresses.</param>
internal sealed class PlatformChecks(DeployedPlatform platform, TimeProvider time, (HttpClient Vendors, HttpClient Public) http)
{
    private readonly PlatformOutputs outputs = platform.Outputs;
    private readonly PlatformAccess access = platform.Access;
    private readonly FlyFleet fleet = new(http.Vendors, platform.Access, time) { Remembers = true };
    private readonly ImmutableHashSet<string> ours =
        [.. platform.Declared.Where(resource => resource.Type == DeclaredResource.Machine).Select(resource => resource.Id)];

    /// <summary>The checks, by part of the platform. They may run at the same time.</summary>
    /// <param name="rotation">The command that gives the workers a new key.</param>
    /// <param name="cancellation">Gives them up.</param>
    public IEnumerable<(string Area, Func<Task<IEnumerable<CheckResult>>> RunAsync)> All(string rotation, CancellationToken cancellation)
    {
        var storage = new StorageChecks(outputs, access, time);
        return
        [
            .. OfApp("workers", outputs.WorkersApp, outputs.WorkerRegions, cancellation),
            .. OfApp("parsing", outputs.UnstructuredApp, outputs.UnstructuredRegions, cancellation),
            ("parsing", async () => await new ParserChecks(outputs, access, http.Public)
                .RunAsync(await OursAsync(outputs.UnstructuredApp, cancellation), cancellation)),
            ("capacity", async () => CapacityChecks.Judge(
                outputs, await OursAsync(outputs.WorkersApp, cancellation), await OursAsync(outputs.UnstructuredApp, cancellation))),
            ("storage", () => storage.VersioningAsync(cancellation)),
            ("storage", () => new ReplicationRuleChecks(outputs, access).RunAsync(cancellation)),
            ("storage", () => storage.CanaryAsync(cancellation)),
            .. Of(DeclaredResource.Namespace).Select(Check("temporal", space =>
                new NamespaceChecks(outputs, access, space).RunAsync(cancellation))),
            ("temporal", () => new PollerChecks(outputs, ours, rotation).RunAsync(access, fleet, time, cancellation)),
            ("expiry", () => new ExpiryChecks(access, platform.Declared, time).RunAsync(fleet, cancellation)),
            ("canary", () => new CanaryChecks(outputs, access, time).RunAsync(cancellation)),
            .. Of(DeclaredResource.Project).Select(Check("frontend", project =>
                new VariableChecks(http.Vendors, access, project, [.. VariablesOf(project)]).RunAsync(cancellation))),
            ("endpoints", () => new EndpointChecks(outputs, access, http.Public).RunAsync(cancellation)),
            .. SurplusSources.Of(outputs, platform.Declared, access, fleet, http.Vendors).Select(source =>
                ("surplus", (Func<Task<IEnumerable<CheckResult>>>)(() => new SurplusChecks(source).RunAsync(cancellation)))),
        ];
    }

    private IEnumerable<(string, Func<Task<IEnumerable<CheckResult>>>)> OfApp(
        string area, string app, IReadOnlyDictionary<string, int> regions, CancellationToken cancellation)
    {
        ImmutableArray<DeclaredResource> machines = [.. Of(DeclaredResource.Machine)];
        ImmutableArray<DeclaredResource> secrets =
            [.. Of(DeclaredResource.Secret).Where(secret => secret.ProviderId.StartsWith(app + "/", StringComparison.Ordinal))];
        yield return (area, () => new MachineChecks(fleet, ours).RunAsync(area, app, regions, cancellation));
        yield return (area, async () => MachineConfigChecks.Judge(area, app, machines, await fleet.MachinesAsync(app, cancellation)));
        yield return (area, () => new SecretChecks(area, app, secrets).RunAsync(fleet, ours, cancellation));
    }

    private IEnumerable<DeclaredResource> VariablesOf(DeclaredResource project) =>
        Of(DeclaredResource.Variable).Where(variable => variable.Text("projectId") == project.Id);

    private IEnumerable<DeclaredResource> Of(string type) => platform.Declared.Where(resource => resource.Type == type);

    private async Task<ImmutableArray<FleetMachine>> OursAsync(string app, CancellationToken cancellation) =>
        [.. (await fleet.MachinesAsync(app, cancellation)).Where(machine => ours.Contains(machine.Id))];

    private static Func<DeclaredResource, (string, Func<Task<IEnumerable<CheckResult>>>)> Check(
        string area, Func<DeclaredResource, Task<IEnumerable<CheckResult>>> run) => resource => (area, () => run(resource));
}
