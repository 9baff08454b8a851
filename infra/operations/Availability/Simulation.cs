using PipAi.Operations.Plans;

namespace PipAi.Operations.Availability;

/// <summary>
/// The same platform, lived through: every part works and fails by itself for random times, and it is counted for how long the whole
/// works. It shares no formula with <see cref="PlatformModel"/>, so that a mistake in one of them shows.
/// </summary>
internal sealed class Simulation
{
    private const double HoursPerYear = 8766;
    private readonly PriorityQueue<Part, double> next = new();
    private readonly List<Place> flyRegions = [];
    private readonly Place storage = new(), temporal = new(), common = new();
    private readonly int workersNeeded;
    private readonly Random random;
    private double now;

    /// <param name="topology">Where the parts are.</param>
    /// <param name="workersNeeded">Workers without which new work does not keep its pace.</param>
    /// <param name="year">Which figures of the assumptions hold.</param>
    /// <param name="seed">The same seed gives the same years.</param>
    public Simulation(Topology topology, int workersNeeded, Case year, int seed)
    {
        (this.workersNeeded, random) = (workersNeeded, new Random(seed));
        void Add(Place place, Role role, Assumption down, double repairHours, int count = 1)
        {
            for (; count > 0; count--) Begin(new Part(place, role, down.In(year), repairHours));
        }

        foreach (var region in topology.FlyRegions)
        {
            var place = new Place();
            flyRegions.Add(place);
            Add(place, Role.Whole, Assumptions.FlyRegion, 4.4);
            Add(place, Role.Worker, Assumptions.Machine, 1, topology.Workers.GetValueOrDefault(region));
            Add(place, Role.Parser, Assumptions.Machine, 1, topology.Parsers.GetValueOrDefault(region));
        }

        Add(storage, Role.Worker, Assumptions.BucketRegion, 4, topology.BucketRegions.Count);
        Add(temporal, Role.Worker, Assumptions.TemporalRegion, 2, topology.NamespaceRegions);
        if (flyRegions.Count > 0) Add(common, Role.Whole, Assumptions.FlyPlatform, 1);
        if (topology.BucketRegions.Count > 0) Add(common, Role.Whole, Assumptions.BucketPlatform, 1);
        if (topology.NamespaceRegions > 0) Add(common, Role.Whole, Assumptions.TemporalPlatform, 1);
        if (topology.NamespaceRegions > 1) Add(common, Role.Whole, Assumptions.TemporalFailover, 1.0 / 3);
        if (topology.HasFrontend) Add(common, Role.Whole, Assumptions.Vercel, 1);
    }

    /// <summary>Lives through years until it is told to stop.</summary>
    /// <param name="enough">Asked after each year, with how many there were.</param>
    public SimulatedYears Run(Func<int, bool> enough)
    {
        var (years, sum, squares) = (0, 0.0, 0.0);
        do
        {
            var share = Year();
            (years, sum, squares) = (years + 1, sum + share, squares + (share * share));
        }
        while (!enough(years));
        var mean = sum / years;
        var variance = years > 1 ? Math.Max(0, (squares - (years * mean * mean)) / (years - 1)) : 0;
        return new SimulatedYears(years, mean, Math.Sqrt(variance / years));
    }

    private double Year()
    {
        var (end, worked) = (now + HoursPerYear, 0.0);
        while (now < end)
        {
            var isOver = !next.TryPeek(out var part, out var at) || at > end;
            var until = isOver ? end : at;
            if (TakesNewWork()) worked += until - now;
            now = until;
            if (isOver) break;
            next.Dequeue();
            Turn(part!);
        }

        return worked / HoursPerYear;
    }

    private bool TakesNewWork()
    {
        if (common.Failed > 0 || !storage.HasOne || !temporal.HasOne) return false;
        var (workers, parsers) = (0, 0);
        foreach (var region in flyRegions)
        {
            if (region.Failed > 0) continue;
            workers += region.Workers;
            parsers += region.Parsers;
        }

        return flyRegions.Count == 0 || (workers >= workersNeeded && parsers > 0);
    }

    private void Begin(Part part)
    {
        part.Place.Add(part);
        part.Works = true;
        if (random.NextDouble() < part.Down) Turn(part);
        else Wait(part);
    }

    private void Turn(Part part)
    {
        part.Works = !part.Works;
        part.Place.Change(part);
        Wait(part);
    }

    // Times between two failures, and of repairs, are exponential.
    private void Wait(Part part) => next.Enqueue(
        part, now - (Math.Log(1 - random.NextDouble()) * (part.Works ? part.RepairHours * (1 - part.Down) / part.Down : part.RepairHours)));

    private enum Role
    {
        /// <summary>With it fails all that is in its place.</summary>
        Whole,
        Worker,
        Parser,
    }

    /// <summary>What shares a fate, and how much of it works.</summary>
    private sealed class Place
    {
        private int all;

        public int Failed { get; private set; }

        public int Workers { get; private set; }

        public int Parsers { get; private set; }

        /// <summary>Whether one of those that are interchangeable works, or there are none.</summary>
        public bool HasOne => all == 0 || Workers > 0;

        public void Add(Part part)
        {
            if (part.Role == Role.Worker) (all, Workers) = (all + 1, Workers + 1);
            else if (part.Role == Role.Parser) Parsers++;
        }

        public void Change(Part part)
        {
            var step = part.Works ? 1 : -1;
            if (part.Role == Role.Whole) Failed -= step;
            else if (part.Role == Role.Worker) Workers += step;
            else Parsers += step;
        }
    }

    /// <param name="place">Whose fate it shares.</param>
    /// <param name="role">What it is there.</param>
    /// <param name="down">Share of the time that it does not work.</param>
    /// <param name="repairHours">How long it does not work each time, on average.</param>
    private sealed class Part(Place place, Role role, double down, double repairHours)
    {
        public Place Place => place;

        public Role Role => role;

        public double Down => down;

        public double RepairHours => repairHours;

        public bool Works { get; set; }
    }
}
