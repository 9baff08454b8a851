using System.Globalization;
using PipAi.Infra.Policies;

namespace PipAi.Program.Tests;

/// <summary>The machines of every stack: how many, in which order, how they are reached, checked, stopped and replaced.</summary>
public sealed class MachineTests
{
    private const string Machine = "fly:index:Machine";

    public static TheoryData<string> All => Stacks.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task There_are_as_many_as_the_settings_say_where_they_say(string stack)
    {
        var declaration = await Stacks.DeclaredAsync(stack);
        var (workers, parsing) = (declaration.Settings.Workers, declaration.Settings.Parsing);
        Assert.Equal(Names("workers", workers.Regions, workers.Standbys), Names(declaration, "workers-"));
        Assert.Equal(Names("parsing", parsing.Regions, parsing.Standbys), Names(declaration, "parsing-"));
        Assert.All(declaration.OfType(Machine), machine => Assert.Equal((string)machine["region"]!, machine.Name.Split('-')[1]));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task One_that_stands_by_is_made_and_not_started_and_says_so(string stack) => Assert.All(
        (await Stacks.DeclaredAsync(stack)).OfType(Machine),
        machine => Assert.Equal(
            machine.Name.Contains("-standby-", StringComparison.Ordinal) ? ("standby", true) : ("active", false),
            (machine["config.metadata.role"], machine["skipLaunch"] is true)));

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_proxy_starts_and_stops_spare_parsers_and_nothing_else(string stack) => Assert.All(
        (await Stacks.DeclaredAsync(stack)).OfType(Machine),
        machine =>
        {
            var service = Assert.Single(machine.List("config.services"));
            var isOnDemand = machine.Name.StartsWith("parsing-", StringComparison.Ordinal)
                && machine.Name.Contains("-standby-", StringComparison.Ordinal);
            Assert.Equal(isOnDemand ? (true, "stop") : (false, "off"), ((bool)service["autostart"], (string)service["autostop"]));
        });

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_primary_region_is_last_and_waits_for_every_other_workers_machine(string stack)
    {
        var declaration = await Stacks.DeclaredAsync(stack);
        var primary = declaration.Settings.Workers.PrimaryRegion;
        var workers = declaration.OfType(Machine).Where(machine => machine.Name.StartsWith("workers-", StringComparison.Ordinal)).ToArray();
        string[] others = [.. workers.Where(machine => machine["region"] as string != primary).Select(machine => $"Machine {machine.Name}")
            .Order(StringComparer.Ordinal)];
        Assert.All(workers, machine => Assert.Equal(
            machine["region"] as string == primary ? others : [], machine.DependsOn.Order(StringComparer.Ordinal)));
        Assert.Equal(primary, declaration.Settings.Workers.RolloutOrder.Last());
    }

    [Theory]
    [InlineData("""{"iad":1}""", "{}", "iad", "iad")]
    [InlineData("""{"ord":1,"iad":1,"ams":1}""", "{}", "iad", "ams,ord,iad")]
    [InlineData("""{"ams":1,"iad":1}""", """{"syd":1,"ams":1}""", "ams", "iad,syd,ams")]
    [InlineData("""{"lax":1}""", """{"lax":1}""", "lax", "lax")]
    public void Regions_are_rolled_out_by_the_alphabet_the_primary_one_last(string running, string standby, string primary, string order) =>
        Assert.Equal(
            order.Split(','),
            StackFiles.Settings("prod", ("workerRegions", running), ("workerStandbys", standby), ("primaryRegion", primary))
                .Workers.RolloutOrder);

    [Theory]
    [MemberData(nameof(All))]
    public async Task They_are_replaced_one_at_a_time_drained_and_put_back_when_the_new_one_is_ill(string stack)
    {
        var declaration = await Stacks.DeclaredAsync(stack);
        var drain = $"{declaration.Settings.Health.DrainSeconds}s";
        Assert.All(declaration.OfType(Machine), machine =>
        {
            var proxy = machine.Name.StartsWith("parsing-", StringComparison.Ordinal) ? "10s" : "0s";
            Assert.Equal(1, Number(machine["rollout.maxUnavailable"]));
            Assert.Equal(
                (true, "5m", proxy),
                (machine["rollout.rollbackOnFailure"], machine["rollout.healthTimeout"], machine["rollout.drainDelay"]));
            Assert.Equal((proxy, drain), (machine["deletion.drainDelay"], machine["deletion.timeout"]));
            Assert.Equal(("SIGTERM", drain), (machine["config.stopConfig.signal"], machine["config.stopConfig.timeout"]));
            Assert.Equal("always", machine["config.restart.policy"]);
            Assert.Equal(10, Number(machine["config.restart.maxRetries"]));
        });
    }

    [Theory]
    [InlineData("workers", 8080, "/health", "50 100", "80:http:forced 443:tls+http:")]
    [InlineData("parsing", 8000, "/healthcheck", "8 10", "80:http:forced 443:tls+http: 8080:http:")]
    public async Task A_service_is_reached_and_checked_where_its_process_listens(
        string app, int port, string path, string limits, string ports)
    {
        var machines = (await Stacks.DeclaredAsync("prod")).OfType(Machine).Where(
            machine => machine.Name.StartsWith($"{app}-", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(machines);
        Assert.All(machines, machine =>
        {
            var service = Assert.Single(machine.List("config.services"));
            var check = Assert.Single(PolicyResource.List(service["checks"]));
            Assert.Equal(("tcp", port), ((string)service["protocol"], Number(service["internalPort"])));
            Assert.Equal(("http", "GET", path), ((string)check["type"], (string)check["method"], (string)check["path"]));
            var concurrency = (IReadOnlyDictionary<string, object>)service["concurrency"];
            Assert.Equal(
                $"requests {limits}", $"{concurrency["type"]} {Number(concurrency["softLimit"])} {Number(concurrency["hardLimit"])}");
            Assert.Equal(ports, string.Join(' ', PolicyResource.List(service["ports"]).Select(one =>
                $"{Number(one["port"])}:{string.Join(
                    '+', (IEnumerable<object>)one["handlers"])}:{(one.GetValueOrDefault("forceHttps") is true ? "forced" : "")}")));
        });
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Workers_show_metrics_and_parsers_have_none_to_show(string stack) => Assert.All(
        (await Stacks.DeclaredAsync(stack)).OfType(Machine),
        machine => Assert.Equal(
            machine.Name.StartsWith("workers-", StringComparison.Ordinal) ? (8080, "/metrics") : (0, null),
            (Number(machine["config.metrics.port"]), machine["config.metrics.path"] as string)));

    [Theory]
    [MemberData(nameof(All))]
    public async Task All_machines_of_an_app_run_one_image_of_that_app(string stack)
    {
        var declaration = await Stacks.DeclaredAsync(stack);
        foreach (var (app, project) in (KeyValuePair<string, string>[])
            [
                new("workers", "pipeline/PipAi.Workers.Pipeline.csproj"), new("parsing", "unstructured/PipAi.Workers.Unstructured.csproj"),
            ])
        {
            var image = Assert.Single(declaration.OfType("fly:index:Image"), image => image.Name == app);
            Assert.Equal((project, "../../workers"), (image["project"], image["context"]));
            Assert.All(
                declaration.OfType(Machine).Where(machine => machine.Name.StartsWith($"{app}-", StringComparison.Ordinal)),
                machine => Assert.Equal((image["app"], $"{{{app}.reference}}"), (machine["app"], machine["config.image"])));
        }
    }

    [Fact]
    public async Task Workers_alone_have_addresses_of_their_own()
    {
        var addresses = (await Stacks.DeclaredAsync("prod")).OfType("fly:index:Ip").Select(ip => $"{ip.Name} {ip["type"]}");
        Assert.Equal(
            ["parsing-address-inside private_v6", "parsing-address-v4 shared_v4", "workers-address-v4 shared_v4", "workers-address-v6 v6"],
            addresses.Order(StringComparer.Ordinal));
    }

    private static string[] Names(string app, IReadOnlyDictionary<string, int> running, IReadOnlyDictionary<string, int> standby) =>
    [
        .. running.SelectMany(region => Enumerable.Range(1, region.Value).Select(number => $"{app}-{region.Key}-{number}"))
            .Concat(
                standby.SelectMany(region => Enumerable.Range(1, region.Value).Select(number => $"{app}-{region.Key}-standby-{number}")))
            .Order(StringComparer.Ordinal),
    ];

    private static string[] Names(Declaration declaration, string app) =>
        [.. declaration.OfType(Machine).Select(machine => machine.Name).Where(name => name.StartsWith(app, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    private static int Number(object? value) => Convert.ToInt32(value ?? 0, CultureInfo.InvariantCulture);
}
