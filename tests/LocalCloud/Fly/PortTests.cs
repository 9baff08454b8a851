using PipAi.LocalCloud.Platform;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.Fly;

public sealed class PortTests
{
    private const string App = "workers";

    [Fact]
    public async Task Two_clouds_that_remember_the_same_port_do_not_share_it_though_nobody_listens_yet()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var id = await fly.LaunchAsync(App, "worker-1", image: SampleImage.AddSleeper(fly.Directory, App));
        var port = (int)fly.Shown(id)["port"]!;
        using var copy = new TemporaryFolder();
        CopyFiles(fly.Directory, copy.Path);

        await using var other = await LocalFly.StartAsync(folder: copy);
        await other.UntilAsync(App, id, machine => (string)machine["state"]! == "started" && other.Shown(id)["pid"] is not null);

        Assert.NotEqual(port, (int)other.Shown(id)["port"]!);
        Assert.Equal(port, (int)fly.Shown(id)["port"]!);
    }

    [Fact]
    public async Task The_port_of_a_destroyed_machine_is_free_again_at_the_next_launch()
    {
        await using var fly = await LocalFly.WithAppAsync(App);
        var image = SampleImage.AddSleeper(fly.Directory, App);
        var id = await fly.LaunchAsync(App, "worker-1", image: image);
        var port = (int)fly.Shown(id)["port"]!;
        Assert.Null(PortReservation.TryHold(port));

        await fly.OkAsync("DELETE", $"/v1/apps/{App}/machines/{id}?force=true");
        await fly.UntilAsync(App, id, machine => (string)machine["state"]! == "destroyed");
        await fly.LaunchAsync(App, "worker-2", image: image);

        using var held = PortReservation.TryHold(port);
        Assert.NotNull(held);
    }

    private static void CopyFiles(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
