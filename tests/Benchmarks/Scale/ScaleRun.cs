using System.Diagnostics;
using System.Globalization;

namespace PipAi.Benchmarks.Scale;

/// <summary>One run at a given size, in a fresh process: time from cold, and the engine's peak memory.</summary>
internal static class ScaleRun
{
    public static async Task<int> RunAsync(string what, int machines)
    {
        using var stack = what == "preview" ? ScaleStack.ToPreview(machines) : ScaleStack.ToDeploy(machines);
        if (what == "preview")
        {
            await MeasureAsync($"preview of {machines} new machines", stack.PreviewAsync);
            return 0;
        }

        if (what != "up") return Usage();
        await MeasureAsync($"up that creates {machines} machines", stack.UpAsync);
        await MeasureAsync($"up of {machines} machines that changes nothing", stack.UpAsync);
        return 0;
    }

    private static async Task MeasureAsync(string what, Func<Task<int>> operation)
    {
        var watch = Stopwatch.StartNew();
        var steps = await operation();
        watch.Stop();
        using var engine = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {watch.Elapsed.TotalSeconds:0.00} s, {steps} steps; the engine's process so far: {engine.TotalProcessorTime.TotalSeconds:0.0} s of processor time, {engine.PeakWorkingSet64 / 1048576} MB at its peak"));
    }

    private static int Usage()
    {
        Console.Error.WriteLine("scale preview <machines> | scale up <machines>");
        return 2;
    }
}
