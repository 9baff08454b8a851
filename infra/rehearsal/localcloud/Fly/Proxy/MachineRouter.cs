using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.Fly.Api;
using PipAi.LocalCloud.Fly.Checks;
using PipAi.LocalCloud.Fly.Config;
using PipAi.LocalCloud.Fly.Machines;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Proxy;

/// <summary>
/// Chooses the machine for a request: started, not cordoned, reachable, checks passing; what the request wishes first, then the region
/// nearest to the caller; there the ones under their soft limit, least loaded first, by chance among equals. Machines at their hard limit
/// are left out, which moves requests to the next region.
/// </summary>
internal sealed class MachineRouter(FlyCore core, MachineLoads loads)
{
    /// <summary>Machines that may serve the request, best first.</summary>
    /// <param name="host">What was asked for.</param>
    /// <param name="request">The request with its routing headers.</param>
    /// <exception cref="ProxyRefusal">The app can serve nothing under that name, now or later.</exception>
    public IReadOnlyList<Route> Rank(ProxyHost host, HttpRequest request)
    {
        var app = core.State.App(host.Name) ?? throw new ProxyRefusal(404, $"there is no Fly app '{host.Name}'");
        var machines = core.State.MachinesOf(app.Name);
        if (host.Kind == ProxyHostKind.Internal) return Direct(host, machines);
        RequireAddress(host, app);
        var entrance = Entrance.Of(request);
        RequirePort(host, app, machines, entrance);
        var wish = RoutingWish.Of(request.Headers);
        var entry = EntryOf(wish, machines);
        return [.. Routes(app, machines, entrance.Port)
            .Where(route => wish.Allows(route.Machine) && IsServing(route.Machine))
            .Select(route => (Route: route, Load: loads.Of(route.Machine.Id)))
            .Where(candidate => candidate.Route.Service.HardLimit is not { } most || candidate.Load < most)
            .OrderBy(candidate => wish.RankOf(candidate.Route.Machine))
            .ThenBy(candidate => Regions.Distance(entry, candidate.Route.Machine.Region))
            // Two regions are never equals, or chance would decide between them.
            .ThenBy(candidate => candidate.Route.Machine.Region, StringComparer.Ordinal)
            .ThenBy(candidate => candidate.Load >= candidate.Route.Service.SoftLimit ? 1 : 0)
            .ThenBy(candidate => candidate.Load)
            .ThenBy(_ => Random.Shared.Next())
            .Select(candidate => candidate.Route)];
    }

    /// <summary>
    /// Where the request enters. Fly knows by the edge that it reaches; here the caller tells: machines prefer their own region, and
    /// one that prefers none is taken to be in the app's primary region.
    /// </summary>
    public string EntryRegion(ProxyHost host, HttpRequest request) =>
        EntryOf(RoutingWish.Of(request.Headers), core.State.MachinesOf(host.Name));

    private static string EntryOf(RoutingWish wish, IReadOnlyList<MachineRecord> machines) =>
        wish.Preferred is [var first, ..] ? first : Regions.PrimaryOf(machines);

    /// <summary>Where Fly sends a request without TLS on to, because the port forces HTTPS; null if it is served.</summary>
    public Uri? RedirectOf(ProxyHost host, HttpRequest request)
    {
        var entrance = Entrance.Of(request);
        var isForced = entrance.IsNamed && host.Kind is ProxyHostKind.Public or ProxyHostKind.Flycast
            && entrance.Among(PortsOf(core.State.MachinesOf(host.Name))).Any(port => port is { ForcesHttps: true, HasTls: false });
        return isForced ? new Uri($"https://{request.Host.Host}{request.Path}{request.QueryString}") : null;
    }

    /// <summary>Why nothing can serve an app now, in a sentence.</summary>
    public string Explain(string app)
    {
        var machines = core.State.MachinesOf(app).Where(machine => machine.State != MachineState.Destroyed).ToList();
        var started = machines.Where(machine => machine.State == MachineState.Started && core.Fleet.Of(machine.Id) is { IsDark: false })
            .ToList();
        var open = started.Where(machine => !machine.Cordoned).ToList();
        var healthy = open.Where(IsServing).ToList();
        return $"of {machines.Count} machines {started.Count} are started and reachable, {open.Count} of them not cordoned, "
            + $"{healthy.Count} of those pass their checks";
    }

    /// <summary>Whether all checks that gate routing pass.</summary>
    public static bool PassesChecks(MachineRecord machine, MachineRunner? runner) => machine.Settings.RoutingChecks().All(name =>
        runner is not null && runner.Checks.Results.TryGetValue(name, out var result) && result.Status == HealthCheckResult.Passing);

    private static List<Route> Routes(AppRecord app, IReadOnlyList<MachineRecord> machines, int? port)
    {
        var live = machines.Where(machine => machine.State != MachineState.Destroyed).ToList();
        if (live.Count == 0) throw new ProxyRefusal(503, $"app '{app.Name}' has no machines");
        var routes = live.Select(machine => (Machine: machine, Service: ServiceFor(machine.Settings, port)))
            .Where(route => route.Service is not null).Select(route => new Route(route.Machine, route.Service!)).ToList();
        return routes.Count > 0 ? routes : throw new ProxyRefusal(
            502, $"no machine of app '{app.Name}' has an HTTP service; give its config services[] with a port that has the handler http");
    }

    private static IEnumerable<ServicePort> PortsOf(IReadOnlyList<MachineRecord> machines) =>
        machines.Where(machine => machine.State != MachineState.Destroyed).SelectMany(machine => machine.Settings.Services).SelectMany(
            service => service.Ports);

    // The proxy's own port stands for 80 and 443; another port in the name picks the service that has it.
    private static ServiceConfig? ServiceFor(MachineConfig settings, int? port) =>
        settings.Services.FirstOrDefault(
            service => service.Http && port is { } wanted && service.Ports.Any(candidate => candidate.Number == wanted))
        ?? settings.Services.FirstOrDefault(service => service.Http);

    private bool IsServing(MachineRecord machine) =>
        machine is { State: MachineState.Started, Cordoned: false }
        && core.Fleet.Of(machine.Id) is { IsDark: false, Process: not null } runner && PassesChecks(machine, runner);

    private IReadOnlyList<Route> Direct(ProxyHost host, IReadOnlyList<MachineRecord> machines) =>
        [.. machines.Where(
            machine => machine.State == MachineState.Started && core.Fleet.Of(machine.Id) is { IsDark: false, Process: not null }
                    && (host.Machine.Length == 0 || machine.Id == host.Machine))
            .OrderBy(_ => Random.Shared.Next()).Select(machine => new Route(machine, new ServiceConfig { InternalPort = machine.Port }))];

    private static void RequireAddress(ProxyHost host, AppRecord app)
    {
        if (host.Kind == ProxyHostKind.Public && !app.IsPublic)
            throw new ProxyRefusal(
                502, $"app '{app.Name}' has no public IP address, so {app.Name}.fly.dev leads nowhere; assign one of type v6 or shared_v4");
        if (host.Kind == ProxyHostKind.Flycast && !app.IsFlycast)
            throw new ProxyRefusal(
                502, $"app '{app.Name}' has no Flycast address, so {app.Name}.flycast leads nowhere; assign one of type private_v6");
    }

    private static void RequirePort(ProxyHost host, AppRecord app, IReadOnlyList<MachineRecord> machines, Entrance entrance)
    {
        if (!entrance.IsNamed || machines.Count == 0) return;
        var ports = entrance.Among(PortsOf(machines));
        if (ports.IsEmpty)
            throw new ProxyRefusal(
                502, $"no service of app '{app.Name}' has the port {entrance.Port}; give its config a services[].ports[] with it");
        if (host.Kind == ProxyHostKind.Public && app.IsShared && entrance.Port is not (80 or 443) && !ports.Any(port => port.HasTls))
            throw new ProxyRefusal(
                502,
                $"a shared_v4 address carries nothing to port {entrance.Port} of app '{app.Name}', which has no handler tls; a v6 or v4 "
                    + $"address would");
    }
}
