using PipAi.Operations.Plans;

namespace PipAi.Operations.Cost;

/// <summary>Machines and addresses on Fly.io, whose month has 30 days.</summary>
internal static class FlyCosts
{
    /// <summary>What a stopped machine keeps: its image, unpacked.</summary>
    private const decimal DiskGigabytes = 0.5m;

    public static IEnumerable<CostLine> Machine(PlannedResource machine, CostContext context)
    {
        if (machine.Number("config", "guest", "cpus") is not { } cpus || machine.Number("config", "guest", "memoryMb") is not { } memory)
            yield break;
        var (kind, region) = (machine.Text("config", "guest", "cpuKind") ?? "shared", machine.Text("region") ?? "");
        var isPerformance = kind == "performance";
        var (cpu, includedMb) = isPerformance ? ("fly-performance-cpu", 2048) : ("fly-shared-cpu", 256);
        var running = (cpus * context.Book[cpu]) + (Math.Max(0, memory - (cpus * includedMb)) / 1024 * context.Book["fly-memory"]);
        var size = $"{kind}-{cpus:0}x {memory / 1024:0.##} GB";
        var stopped = CostRange.Always(DiskGigabytes * context.Book["fly-stopped-disk"]);
        var factors = Factors(region, context.Book);
        if (!machine.IsStandby)
            yield return new CostLine(machine.Concern, region, size, Times(CostRange.Always(running), factors), cpu);
        else if (machine.List("config", "services").Any(
            service => service.TryGetProperty("autostart", out var starts) && starts.GetBoolean()))
            yield return new CostLine(
                machine.Concern, region, $"{size}, when busy",
                Times(new CostRange(0, running * context.Usage.BusyShare, running), factors) + stopped, cpu);
        else
            yield return new CostLine(machine.Concern, region, $"{size}, standing by", stopped, "fly-stopped-disk");
    }

    public static IEnumerable<CostLine> Address(PlannedResource address, CostContext context) =>
        address.Text("type") == "v4"
            ? [new CostLine(address.Concern, "", "dedicated IPv4", CostRange.Always(context.Book["fly-ipv4"]), "fly-ipv4")] : [];

    /// <summary>What the organisation pays once, however many apps there are.</summary>
    public static IEnumerable<CostLine> Organization(CostContext context)
    {
        var plan = context.Plan("fly");
        if (context.Book.Prices.ContainsKey($"fly-support-{plan}"))
            yield return new CostLine(
                "fly", "", $"support plan {plan}", CostRange.Always(context.Book[$"fly-support-{plan}"]), $"fly-support-{plan}");
        // Documents come in for nothing; what was read from them goes out to the buckets, about as much again.
        yield return new CostLine(
            "fly", "", "data sent", context.ByUse(context.Usage.NewGigabytes * context.Book["fly-egress"]), "fly-egress");
    }

    /// <summary>A region that the book does not know costs something between its cheapest and its dearest.</summary>
    private static CostRange Factors(string region, PriceBook book) =>
        book.FlyRegions.TryGetValue(region, out var factor)
            ? CostRange.Always(factor)
            : new CostRange(book.FlyRegions.Values.Min(), book.FlyRegions.Values.Average(), book.FlyRegions.Values.Max());

    private static CostRange Times(CostRange usd, CostRange factors) =>
        new(usd.Low * factors.Low, usd.Likely * factors.Likely, usd.High * factors.High);
}
