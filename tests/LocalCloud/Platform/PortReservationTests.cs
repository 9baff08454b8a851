using System.Net;
using System.Net.Sockets;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Tests.Platform;

public sealed class PortReservationTests
{
    private static readonly HashSet<int> None = [];

    [Fact]
    public void Two_that_choose_at_once_never_get_the_same_port()
    {
        var held = new List<PortReservation>[2];
        Parallel.For(
            0, held.Length,
            chooser =>
                held[chooser] = [.. Enumerable.Range(0, 150).Select(_ => PortReservation.Choose(PortAllocator.FirstOfMachines, None))]);

        var ports = held.SelectMany(ports => ports).ToList();
        Assert.Equal(300, ports.Select(port => port.Number).Distinct().Count());
        ports.ForEach(port => port.Dispose());
    }

    [Fact]
    public void A_held_port_is_nobody_elses_until_it_is_released()
    {
        var first = PortReservation.Choose(PortAllocator.FirstOfMachines, None);
        Assert.Null(PortReservation.TryHold(first.Number));
        first.Dispose();

        using var second = PortReservation.TryHold(first.Number);
        Assert.Equal(first.Number, second?.Number);
    }

    [Fact]
    public void A_port_on_which_somebody_listens_cannot_be_held()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.Null(PortReservation.TryHold(((IPEndPoint)listener.LocalEndpoint).Port));
    }
}
