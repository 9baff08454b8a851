using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PipAi.LocalCloud.Platform;

/// <summary>
/// Ports that are remembered, from 12000 to 31999: under the range from which the kernel takes ports for outgoing connections,
/// which could otherwise sit on a remembered port when its owner starts again.
/// </summary>
internal static class PortAllocator
{
    /// <summary>First port of vendor services.</summary>
    public const int FirstOfServices = 12_000;

    /// <summary>First port of machines.</summary>
    public const int FirstOfMachines = 20_000;

    private const int Count = 8_000;

    /// <summary>A free port out of 8,000 from the first one; never one of those taken.</summary>
    /// <exception cref="IOException">None is free.</exception>
    public static int Choose(int first, IReadOnlySet<int> taken) => Choose<int?>(first, taken, port => IsFree(port) ? port : null)!.Value;

    /// <summary>What can be had of a port out of 8,000 from the first one; never of one of those taken.</summary>
    /// <param name="first">The first port.</param>
    /// <param name="taken">Ports that are not tried.</param>
    /// <param name="take">Takes a port; null when it is somebody else's.</param>
    /// <exception cref="IOException">None could be had.</exception>
    public static T Choose<T>(int first, IReadOnlySet<int> taken, Func<int, T?> take)
    {
        for (var attempt = 0; attempt < Count; attempt++)
            if (first + RandomNumberGenerator.GetInt32(Count) is var port && !taken.Contains(port) && take(port) is { } had) return had;
        throw new IOException($"There is no free TCP port from {first} to {first + Count - 1} on 127.0.0.1.");
    }

    /// <summary>Whether nobody listens on a port of 127.0.0.1.</summary>
    public static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
