using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace PipAi.Survival.Tests.Cloud;

/// <summary>
/// Kills this process, as the kernel does it, the first time that a boundary of a call is reached. Which boundaries were is kept in
/// a folder, so a chain of runs passes each of them exactly once, in whatever order calls come.
/// </summary>
/// <param name="folder">Where the passed boundaries are kept.</param>
/// <param name="point">Which boundaries kill.</param>
/// <param name="share">One boundary of so many kills; 1 for all, 0 for none.</param>
internal sealed class KillSwitch(string folder, KillPoint point, int share)
{
    private const int Kill = 9;

    /// <summary>A call is about to have its effect, or has had it.</summary>
    public void Pass(KillPoint at, string call)
    {
        if (at != point || share == 0) return;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(call));
        if (BitConverter.ToUInt32(hash) % share != 0) return;
        var mark = Path.Combine(folder, Convert.ToHexStringLower(hash));
        if (!FirstTime(mark, call) && !(BitConverter.ToUInt32(hash) / share % TwiceIn == 0 && FirstTime(mark + ".again", call))) return;
        _ = Signal(Environment.ProcessId, Kill);
        throw new UnreachableException("This process is dead.");
    }

    /// <summary>One in so many is killed again when the next run repeats the call to find out what became of it.</summary>
    private const int TwiceIn = 6;

    private static bool FirstTime(string mark, string call)
    {
        try
        {
            using var file = new FileStream(mark, FileMode.CreateNew);
            file.Write(Encoding.UTF8.GetBytes(call));
            return true;
        }
        catch (IOException) when (File.Exists(mark))
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);
}

/// <summary>A side of a call's effect.</summary>
internal enum KillPoint
{
    /// <summary>The call has reached the cloud and had no effect yet.</summary>
    Before,

    /// <summary>The call had its effect and its answer has not reached the engine.</summary>
    After,
}
