using System.Collections.Immutable;
using System.Globalization;

namespace PipAi.Workers.Unstructured.Settings;

/// <summary>How the service runs.</summary>
internal sealed record ServiceOptions
{
    /// <summary>The variables that hold keys, which no child process needs to know.</summary>
    public static readonly ImmutableArray<string> KeyVariables = ["UNSTRUCTURED_API_KEY", "UNSTRUCTURED_API_KEY_2"];

    /// <summary>The port, where <c>ASPNETCORE_URLS</c> does not say: <c>PORT</c>, default 8080.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Which instance it is.</summary>
    public Instance Instance { get; init; } = new(Environment.MachineName, "local");

    /// <summary>How many documents are partitioned at a time; the number of processors, and at least 2.</summary>
    public int Slots { get; init; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>How many requests may wait.</summary>
    public int QueueLimit { get; init; } = 64;

    /// <summary>
    /// The keys of which callers must send one; none takes all callers. <c>UNSTRUCTURED_API_KEY</c> and <c>UNSTRUCTURED_API_KEY_2</c>:
    /// while a
    /// key is renewed, callers have the old one or the new one.
    /// </summary>
    public ImmutableArray<string> ApiKeys { get; init; } = [];

    /// <summary>The executable that partitions documents in processes of its own: this one.</summary>
    public string PartitionCommand { get; init; } =
        Path.Combine(AppContext.BaseDirectory, "PipAi.Workers.Unstructured" + (OperatingSystem.IsWindows() ? ".exe" : ""));

    /// <summary>How much one document may cost.</summary>
    public PartitionLimits Limits { get; init; } = new();

    /// <summary>
    /// How long a slot may take for one line before it counts as none; 10 s. Who asks after health is less patient, and right.
    /// </summary>
    public TimeSpan CanaryTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Reads it from the environment.</summary>
    /// <exception cref="FormatException"><c>PORT</c> is no port.</exception>
    public static ServiceOptions Load(Func<string, string?> read)
    {
        var port = read("PORT") is { Length: > 0 } text ? text : "8080";
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 65535)
            throw new FormatException($"PORT is '{port}'; it must be a port from 0 to 65535; 0 takes a free one.");
        var options = new ServiceOptions
        {
            Port = number,
            Instance = Instance.Load(read),
            ApiKeys = [.. KeyVariables.Select(read).OfType<string>().Where(key => key.Length > 0)],
        };
        return options with { Limits = options.Limits with { MemoryBytes = MemoryOfOne(options) } };
    }

    // A quarter is left to the service itself, which holds the documents that arrive.
    private static long MemoryOfOne(ServiceOptions options) =>
        Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3 / options.Slots, 256L * 1024 * 1024, options.Limits.MemoryBytes);
}
