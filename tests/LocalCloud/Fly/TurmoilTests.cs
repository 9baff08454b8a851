using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Tests.Fly;

public sealed class TurmoilTests
{
    private const string App = "workers";
    private const string Machines = "/v1/apps/workers/machines";
    private static readonly string[] Regions = ["iad", "ord"];

    /// <summary>
    /// Whatever happens in whatever order, a machine has one process exactly when it says so, and none outlives the cloud.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Nothing_leaves_a_machine_with_two_processes_or_none(int seed)
    {
        var seen = new HashSet<ProcessIdentity>();
        await using (var fly = await LocalFly.WithAppAsync(App))
        {
            var image = SampleImage.AddSleeper(fly.Directory, App);
            var random = new Random(seed);
            var ids = new List<string>();
            foreach (var region in Regions)
                ids.Add(await fly.LaunchAsync(App, $"{region}-1", region, ""","restart":{"policy":"always"}""", image: image));
            for (var step = 0; step < 60; step++)
            {
                await StepAsync(fly, ids[random.Next(ids.Count)], random.Next(8), image);
                seen.UnionWith(ids.Select(id => ProcessOf(fly, id)).OfType<ProcessIdentity>());
            }

            foreach (var fault in fly.Faults.Faults) fly.Faults.Remove(fault.Id);

            // A machine that was just killed still says that it is started, with a process that is gone: only all together is an answer.
            await Eventually.TrueAsync(async () =>
            {
                var running = ids.Select(id => ProcessOf(fly, id)).OfType<ProcessIdentity>().ToHashSet();
                seen.UnionWith(running);
                foreach (var id in ids)
                    if (!IsSettled((string)(await fly.OkAsync("GET", $"{Machines}/{id}"))["state"]!, ProcessOf(fly, id))) return false;
                return seen.All(process => process.IsAlive == running.Contains(process));
            });
        }

        Assert.All(seen, process => Assert.False(process.IsAlive));
    }

    private static bool IsSettled(string state, ProcessIdentity? process) => state switch
    {
        "started" => process is not null,
        "stopped" => process is null,
        _ => state == "suspended",
    };

    /// <summary>The process that a machine says it has; null when it says none, or when that one is gone.</summary>
    private static ProcessIdentity? ProcessOf(LocalFly fly, string id) =>
        (int?)fly.Shown(id)["pid"] is { } pid ? ProcessIdentity.Of(pid) : null;

    private static async Task StepAsync(LocalFly fly, string id, int step, string image)
    {
        var name = (string)fly.Shown(id)["name"]!;
        var region = name[..3];
        switch (step)
        {
            case 0: await fly.CallAsync("POST", $"{Machines}/{id}/start"); break;
            case 1: await fly.CallAsync("POST", $"{Machines}/{id}/stop"); break;
            case 2: await fly.CallAsync("POST", $"{Machines}/{id}/restart"); break;
            case 3:
                await fly.CallAsync(
                "POST", $"{Machines}/{id}", fly.Machine(App, name, region, ""","restart":{"policy":"always"}""", image: image)); break;
            case 4: fly.Service.KillMachine(id); break;
            case 5: await fly.CallAsync("POST", $"{Machines}/{id}/suspend"); break;
            case 6 when !fly.Faults.IsDark(VendorNames.Fly, region):
                fly.Faults.Add(new Fault { Id = region, Service = VendorNames.Fly, Region = region, Effect = new FaultEffect.Dark() });
                break;
            default: fly.Faults.Remove(region); break;
        }
    }
}
