using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Hosting;

namespace PipAi.LocalCloud.Tests.Fly;

public sealed class TurmoilTests
{
    private const string App = "workers";
    private const string Machines = "/v1/apps/workers/machines";
    private static readonly string[] Regions = ["iad", "ord"];

    /// <summary>Whatever happens in whatever order, a machine has one process exactly when it says so, and none outlives the cloud.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Nothing_leaves_a_machine_with_two_processes_or_none(int seed)
    {
        var seen = new HashSet<int>();
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
                foreach (var id in ids)
                    if ((int?)fly.Shown(id)["pid"] is { } pid) seen.Add(pid);
            }

            foreach (var fault in fly.Faults.Faults) fly.Faults.Remove(fault.Id);
            foreach (var id in ids)
            {
                await fly.UntilAsync(App, id, machine => (string)machine["state"]! switch
                {
                    "started" => (int?)fly.Shown(id)["pid"] is not null,
                    "stopped" => (int?)fly.Shown(id)["pid"] is null,
                    var state => state == "suspended",
                });
            }

            var running = ids.Select(id => (int?)fly.Shown(id)["pid"]).OfType<int>().ToHashSet();
            await Eventually.TrueAsync(() => Task.FromResult(seen.Except(running).All(pid => ProcessIdentity.Of(pid) is null)));
            Assert.All(running, pid => Assert.NotNull(ProcessIdentity.Of(pid)));
            seen.UnionWith(running);
        }

        Assert.All(seen, pid => Assert.Null(ProcessIdentity.Of(pid)));
    }

    private static async Task StepAsync(LocalFly fly, string id, int step, string image)
    {
        var name = (string)fly.Shown(id)["name"]!;
        var region = name[..3];
        switch (step)
        {
            case 0: await fly.CallAsync("POST", $"{Machines}/{id}/start"); break;
            case 1: await fly.CallAsync("POST", $"{Machines}/{id}/stop"); break;
            case 2: await fly.CallAsync("POST", $"{Machines}/{id}/restart"); break;
            case 3: await fly.CallAsync("POST", $"{Machines}/{id}", fly.Machine(App, name, region, ""","restart":{"policy":"always"}""", image: image)); break;
            case 4: fly.Service.KillMachine(id); break;
            case 5: await fly.CallAsync("POST", $"{Machines}/{id}/suspend"); break;
            case 6 when !fly.Faults.IsDark(VendorNames.Fly, region):
                fly.Faults.Add(new Fault { Id = region, Service = VendorNames.Fly, Region = region, Effect = new FaultEffect.Dark() });
                break;
            default: fly.Faults.Remove(region); break;
        }
    }
}
