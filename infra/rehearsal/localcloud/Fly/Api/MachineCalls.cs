using System.Text.Json;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.Fly.Config;
using PipAi.LocalCloud.Fly.Machines;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>Calls that make, read, change and destroy machines.</summary>
internal sealed class MachineCalls(FlyCore core)
{
    private const string One = "/apps/{app}/machines/{machine}";
    private const string All = "/apps/{app}/machines";

    /// <summary>Adds them.</summary>
    public void Map(FlyRoutes routes)
    {
        routes.MapLimited("GET", All, "list", "app", ListAsync);
        routes.MapLimited("POST", All, "create", "app", CreateAsync);
        routes.MapLimited("GET", One, "get", "machine", call => Task.FromResult(FlyAnswer.Ok(Show(call.AnyMachine))));
        routes.MapLimited("POST", One, "update", "machine", UpdateAsync);
        routes.MapLimited("DELETE", One, "delete", "machine", DeleteAsync);
        routes.Map("GET", "/orgs/{org}/machines", SweepAsync);
    }

    private Task<FlyAnswer> ListAsync(FlyCall call)
    {
        var (states, wanted) = (call.QueryList("state"), call.QueryWithPrefix("metadata.").ToList());
        var machines = core.State.MachinesOf(call.App.Name).Where(machine =>
            (call.QueryFlag("include_deleted") || machine.State != MachineState.Destroyed)
            && (call.Query("region") is var region && (region.Length == 0 || machine.Region == region))
            && (states.Count == 0 || states.Contains(MachineJournal.NameOf(machine.State)))
            && wanted.TrueForAll(pair => machine.Settings.Metadata.TryGetValue(pair.Name, out var value) && value == pair.Value));
        return Task.FromResult(
            FlyAnswer.Ok(new JsonArray([.. machines.Select(machine => Show(machine, call.QueryFlag("include_leases")))])));
    }

    private Task<FlyAnswer> SweepAsync(FlyCall call) => Task.FromResult(FlyAnswer.Ok(new JsonObject
    {
        ["machines"] = new JsonArray([.. core.State.Machines
            .Where(machine => core.State.App(machine.App)?.Organization == call.Path("org") && machine.State != MachineState.Destroyed)
            .Select(machine => Show(machine))]),
    }));

    private Task<FlyAnswer> CreateAsync(FlyCall call)
    {
        var app = call.App;
        var config = Config(call);
        var now = core.Time.GetUtcNow();
        var lease = NewLease(call, now);
        var machine = new MachineRecord
        {
            Id = FlyIds.Hex(14),
            App = app.Name,
            Name = call.Body["name"].Text() is { Length: > 0 } name ? name : $"machine-{FlyIds.Hex(8)}",
            Region = Region(call.Body["region"].Text("iad")),
            PrivateIp = FlyIds.PrivateAddress(),
            State = call.Body["skip_launch"].Flag() ? MachineState.Stopped : MachineState.Created,
            Versions = [new MachineVersion(FlyIds.Ulid(core.Time), config)],
            Cordoned = call.Body["skip_service_registration"].Flag(),
            SecretsVersion = SecretsVersion(call, app),
            Lease = lease,
            CreatedAt = now,
            UpdatedAt = now,
        };
        machine = machine.WithEvent(MachineJournal.NewEvent(core.Time, "launch", MachineState.Created, "user"));
        if (!core.State.TryAdd(machine)) throw NameTaken(machine);
        var runner = core.Fleet.Add(machine);
        if (!call.Body["skip_launch"].Flag()) runner.Start();
        return Task.FromResult(FlyAnswer.Ok(FlyJson.Machine(machine, runner, lease?.Nonce)));
    }

    private FlyProblem NameTaken(MachineRecord machine)
    {
        var holder = core.State.MachinesOf(machine.App).FirstOrDefault(
            other => other.Name == machine.Name && other.State != MachineState.Destroyed);
        return new FlyProblem(
            409, $"already_exists: unique machine name violation, machine ID {holder?.Id} already exists with name \"{machine.Name}\"");
    }

    private Task<FlyAnswer> UpdateAsync(FlyCall call)
    {
        var old = call.Machine;
        core.RequireChangeable(call, old);
        RequireSame(call, old);
        var version = new MachineVersion(FlyIds.Ulid(core.Time), Config(call));
        var secrets = SecretsVersion(call, call.App);
        var (launch, cordon, now) =
            (!call.Body["skip_launch"].Flag(), call.Body["skip_service_registration"].Flag(), core.Time.GetUtcNow());
        var lease = NewLease(call, now);
        var machine = core.State.Change(old.Id, current => (current.WithConfig(version) with
        {
            State = MachineState.Replacing,
            Cordoned = current.Cordoned || cordon,
            SecretsVersion = secrets,
            Lease = lease ?? current.Lease,
            UpdatedAt = now,
        }).WithEvent(MachineJournal.NewEvent(core.Time, "update", MachineState.Replacing, "user")));
        var runner = core.Fleet.Of(old.Id)!;
        runner.Replace(old.Settings.Stop, launch);
        return Task.FromResult(FlyAnswer.Ok(FlyJson.Machine(machine, runner, lease?.Nonce)));
    }

    private Task<FlyAnswer> DeleteAsync(FlyCall call)
    {
        var machine = call.Machine;
        core.RequireLease(call.Nonce, machine);
        var force = call.QueryFlag("force") || call.QueryFlag("kill");
        if (!force && machine.State is not (MachineState.Stopped or MachineState.Suspended or MachineState.Created or MachineState.Failed))
            throw FlyProblem.Precondition(
                $"unable to destroy machine, not currently in stopped or suspended state: '{MachineJournal.NameOf(machine.State)}'");
        core.State.Change(machine.Id, current => current with { State = MachineState.Destroying, UpdatedAt = core.Time.GetUtcNow() });
        core.Fleet.Of(machine.Id)?.Destroy();
        return Task.FromResult(FlyAnswer.Done);
    }

    private JsonElement Config(FlyCall call)
    {
        var config = call.Body["config"];
        var settings = ConfigReader.Read(config.Value);
        if (settings.Volumes.FirstOrDefault(volume => !call.App.Volumes.ContainsKey(volume)) is { } unknown)
            throw FlyProblem.NotFound($"volume '{unknown}'");
        try
        {
            core.Images.Find(settings.Image);
        }
        catch (InvalidConfigException exception)
        {
            throw FlyProblem.Invalid(exception.Message);
        }

        return ConfigDefaults.Apply(config.Value);
    }

    // The first region with reachable hosts, as placement would choose it.
    private string Region(string text)
    {
        var candidates = Regions.Candidates(text);
        if (candidates.Count == 0) throw FlyProblem.Invalid($"region '{text}' not found");
        return candidates.FirstOrDefault(region => !core.IsDark(region)) ?? throw new FlyProblem(
            409, $"insufficient resources to create new machine in region {text}: no host answers", "insufficient_capacity");
    }

    private static void RequireSame(FlyCall call, MachineRecord machine)
    {
        var (name, region) = (call.Body["name"].Text(machine.Name), call.Body["region"].Text(machine.Region));
        if (name.Length > 0 && name != machine.Name)
            throw FlyProblem.Invalid($"machine name cannot be changed from \"{machine.Name}\" to \"{name}\"");
        if (region.Length > 0 && region != machine.Region)
            throw FlyProblem.Invalid($"machine region cannot be changed from {machine.Region} to {region}");
        if (call.Body["current_version"].Text() is { Length: > 0 } version && version != machine.InstanceId)
            throw new FlyProblem(412, $"machine version mismatch: current version is {machine.InstanceId}, not {version}");
    }

    private static int SecretsVersion(FlyCall call, AppRecord app)
    {
        if (call.Body["skip_secrets"].Flag()) return 0;
        var least = call.Body["min_secrets_version"].Number(0, int.MaxValue) ?? 0;
        return least <= app.SecretsVersion
            ? app.SecretsVersion
            : throw FlyProblem.Invalid($"min_secrets_version {least} is newer than the app's secrets version {app.SecretsVersion}");
    }

    private static LeaseRecord? NewLease(FlyCall call, DateTimeOffset now) =>
        call.Body["lease_ttl"].Number(0, 86_400) is { } seconds and > 0
            ? new LeaseRecord(FlyIds.Hex(16), now.AddSeconds(seconds), FlyCore.Caller, "")
            : null;

    private JsonObject Show(MachineRecord machine, bool withLease = false)
    {
        var json = FlyJson.Machine(machine, core.Fleet.Of(machine.Id));
        if (withLease && machine.LeaseAt(core.Time.GetUtcNow()) is { } lease)
            json["lease"] = FlyJson.Lease(machine, lease)["data"]!.DeepClone();
        return json;
    }
}
