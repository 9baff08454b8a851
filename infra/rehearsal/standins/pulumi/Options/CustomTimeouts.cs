using System.Globalization;
using Wire = Pulumirpc.RegisterResourceRequest.Types.CustomTimeouts;

namespace Pulumi;

/// <summary>How long a provider may take for a resource; null leaves it to the provider.</summary>
public sealed class CustomTimeouts
{
    /// <summary>To create it.</summary>
    public TimeSpan? Create { get; set; }

    /// <summary>To update it.</summary>
    public TimeSpan? Update { get; set; }

    /// <summary>To delete it.</summary>
    public TimeSpan? Delete { get; set; }

    internal CustomTimeouts Clone() => new() { Create = Create, Update = Update, Delete = Delete };

    internal Wire ToWire() => new() { Create = Duration(Create), Update = Duration(Update), Delete = Duration(Delete) };

    internal static CustomTimeouts? From(Wire? timeouts) => timeouts is null ? null : new CustomTimeouts
    {
        Create = GoDuration.Parse(timeouts.Create),
        Update = GoDuration.Parse(timeouts.Update),
        Delete = GoDuration.Parse(timeouts.Delete),
    };

    // The official SDK sends nanoseconds, and an engine compares what it was sent.
    private static string Duration(TimeSpan? time) =>
        time is null ? "" : time.Value.Ticks.ToString(CultureInfo.InvariantCulture) + "00ns";
}
