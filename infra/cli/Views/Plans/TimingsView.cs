using EmbeddedPulumi.Engine.Events;

namespace PipAi.Cli.Views.Plans;

/// <summary>How long each phase of an operation took. Phases overlap, so they do not add up to the whole.</summary>
internal static class TimingsView
{
    public static void Write(TextWriter writer, IEnumerable<PhaseTiming> timings)
    {
        writer.WriteLine("Timings (ms):   start    took");
        foreach (var timing in timings)
            writer.WriteLine($"  {timing.Phase,-13} {timing.Start.TotalMilliseconds,6:0} {timing.Duration.TotalMilliseconds,7:0}");
    }
}
