namespace PipAi.LocalCloud.Platform;

/// <summary>
/// A port kept for one who binds it later, and again and again: no other local cloud of this user gets it until it is released or
/// the process ends. What holds it is the kernel's lock on <c>pipai-ports-USER/PORT</c> in the folder for temporary files; the files
/// themselves stay and mean nothing: if they were deleted, two processes could lock two files of one name.
/// </summary>
internal sealed class PortReservation : IDisposable
{
    private readonly FileStream file;

    private PortReservation(int number, FileStream file) => (Number, this.file) = (number, file);

    /// <summary>The TCP port.</summary>
    public int Number { get; }

    /// <summary>Holds a port out of those of <see cref="PortAllocator.Choose(int, IReadOnlySet{int})"/>.</summary>
    /// <param name="first">The first port of the range.</param>
    /// <param name="taken">Ports that it must not be.</param>
    /// <exception cref="IOException">None is free.</exception>
    public static PortReservation Choose(int first, IReadOnlySet<int> taken) => PortAllocator.Choose(first, taken, TryHold);

    /// <summary>Holds a port; null when somebody else holds it or listens on it.</summary>
    public static PortReservation? TryHold(int port)
    {
        var path = Path.Combine(Folder(), $"{port}");
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }

        if (PortAllocator.IsFree(port)) return new PortReservation(port, file);
        file.Dispose();
        return null;
    }

    /// <summary>Releases it.</summary>
    public void Dispose() => file.Dispose();

    private static string Folder()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"pipai-ports-{Environment.UserName}");
        return (OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(folder)
            : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)).FullName;
    }
}
