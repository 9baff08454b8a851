using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Fly.State;

/// <summary>
/// Apps and machines, in memory and on disk: <c>apps/NAME.json</c> and <c>machines/ID.json</c>. A change is on disk before anyone
/// sees it. Safe for concurrent use.
/// </summary>
internal sealed class FlyState
{
    private const int MostDestroyed = 20;
    private static readonly JsonSerializerOptions Format = new()
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly Lock gate = new();
    private readonly string appFolder;
    private readonly string machineFolder;
    private readonly ConcurrentDictionary<string, AppRecord> apps;
    private readonly ConcurrentDictionary<string, MachineRecord> machines;
    private TaskCompletionSource nextChange = NewSignal();

    /// <summary>Brings back what the folder holds.</summary>
    public FlyState(string directory)
    {
        appFolder = Directory.CreateDirectory(Path.Combine(directory, "apps")).FullName;
        machineFolder = Directory.CreateDirectory(Path.Combine(directory, "machines")).FullName;
        apps = new(Read<AppRecord>(appFolder).Select(app => KeyValuePair.Create(app.Name, app)));
        machines = new(Read<MachineRecord>(machineFolder).Select(machine => KeyValuePair.Create(machine.Id, machine)));
    }

    /// <summary>All apps by name.</summary>
    public IReadOnlyList<AppRecord> Apps => [.. apps.Values.OrderBy(app => app.Name, StringComparer.Ordinal)];

    /// <summary>Ends at the next change of anything; take it before you look.</summary>
    public Task NextChange => Volatile.Read(ref nextChange).Task;

    /// <summary>The app of that name, or null.</summary>
    public AppRecord? App(string name) => apps.GetValueOrDefault(name);

    /// <summary>Machines of an app, also destroyed ones, oldest first.</summary>
    public IReadOnlyList<MachineRecord> MachinesOf(string app) => [.. Machines.Where(machine => machine.App == app)];

    /// <summary>All machines, also destroyed ones, oldest first.</summary>
    public IReadOnlyList<MachineRecord> Machines =>
        [.. machines.Values.OrderBy(machine => machine.CreatedAt).ThenBy(machine => machine.Id, StringComparer.Ordinal)];

    /// <summary>The machine of that id, or null.</summary>
    public MachineRecord? Machine(string id) => machines.GetValueOrDefault(id);

    /// <summary>Adds an app; false when the name is taken.</summary>
    public bool TryAdd(AppRecord app)
    {
        lock (gate)
        {
            if (apps.ContainsKey(app.Name)) return false;
            Put(app);
            return true;
        }
    }

    /// <summary>Adds a machine; false when a live machine of the app has its name. Forgets the app's long destroyed ones.</summary>
    public bool TryAdd(MachineRecord machine)
    {
        lock (gate)
        {
            if (machines.Values.Any(other =>
                other.App == machine.App && other.Name == machine.Name && other.State != MachineState.Destroyed)) return false;
            var destroyed = MachinesOf(machine.App).Where(other => other.State == MachineState.Destroyed).OrderBy(other => other.UpdatedAt)
                .ToList();
            foreach (var old in destroyed.SkipLast(MostDestroyed)) Forget(old);
            Put(machine);
            return true;
        }
    }

    /// <summary>Changes an app; null when it is gone.</summary>
    public AppRecord? Change(string app, Func<AppRecord, AppRecord> change)
    {
        lock (gate) return apps.TryGetValue(app, out var old) ? Put(change(old)) : null;
    }

    /// <summary>Changes a machine and returns it; an exception of the change leaves it as it was.</summary>
    public MachineRecord Change(string id, Func<MachineRecord, MachineRecord> change)
    {
        lock (gate) return Put(change(machines[id]));
    }

    /// <summary>Forgets an app and its machines.</summary>
    public void Remove(string app)
    {
        lock (gate)
        {
            foreach (var machine in MachinesOf(app)) Forget(machine);
            apps.TryRemove(app, out _);
            File.Delete(Path.Combine(appFolder, app + ".json"));
            Signal();
        }
    }

    /// <summary>Folder for the files of a machine's process: token, temporary files, log.</summary>
    public string FolderOf(MachineRecord machine) => Path.Combine(machineFolder, machine.Id);

    private AppRecord Put(AppRecord app)
    {
        AtomicFile.Write(Path.Combine(appFolder, app.Name + ".json"), JsonSerializer.SerializeToUtf8Bytes(app, Format));
        apps[app.Name] = app;
        Signal();
        return app;
    }

    private MachineRecord Put(MachineRecord machine)
    {
        AtomicFile.Write(FileOf(machine), JsonSerializer.SerializeToUtf8Bytes(machine, Format));
        machines[machine.Id] = machine;
        Signal();
        return machine;
    }

    private void Forget(MachineRecord machine)
    {
        machines.TryRemove(machine.Id, out _);
        File.Delete(FileOf(machine));
        if (Directory.Exists(FolderOf(machine))) Directory.Delete(FolderOf(machine), recursive: true);
    }

    private string FileOf(MachineRecord machine) => Path.Combine(machineFolder, machine.Id + ".json");

    private void Signal() => Interlocked.Exchange(ref nextChange, NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static ImmutableList<T> Read<T>(string folder) => Directory.EnumerateFiles(folder, "*.json")
        .Select(ReadFile<T>).ToImmutableList();

    private static T ReadFile<T>(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(file), Format)!;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{file}' is damaged: {exception.Message}", exception);
        }
    }
}
