using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using PipAi.Operations.Logs;
using PipAi.Operations.Status;

namespace PipAi.Operations.Dashboard;

/// <summary>All that the page shows.</summary>
/// <param name="Id">Of the last message that is in it.</param>
/// <param name="Status">What runs where.</param>
/// <param name="Problems">What of it is not as it should be.</param>
/// <param name="Events">What happened lately, oldest first.</param>
/// <param name="Logs">What machines wrote lately, oldest first.</param>
internal sealed record DashboardDocument(
    string Id, PlatformStatus Status, ImmutableArray<StatusProblem> Problems, ImmutableArray<StatusEvent> Events,
    ImmutableArray<DashboardLogLine> Logs)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        IncludeFields = true,
        Converters = { new Seconds(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The drill that runs, or ran last; null for none.</summary>
    public DashboardDrill? Drill { get; init; }

    /// <summary>As JSON: durations in seconds, names of enumerations.</summary>
    public static string Json<T>(T value) => JsonSerializer.Serialize(value, Format);

    private sealed class Seconds : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TimeSpan.FromSeconds(reader.GetDouble());

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(Math.Round(value.TotalSeconds, 3));
    }
}

/// <summary>A line of a machine's log.</summary>
/// <param name="At">When.</param>
/// <param name="Severity">How much it matters, as the log says it.</param>
/// <param name="App">The Fly app.</param>
/// <param name="Region">The Fly region.</param>
/// <param name="Machine">The machine's id.</param>
/// <param name="Text">The line.</param>
internal sealed record DashboardLogLine(DateTimeOffset At, string Severity, string App, string Region, string Machine, string Text)
{
    /// <summary>From what Fly keeps.</summary>
    public static DashboardLogLine Of(LogEntry entry) =>
        new(entry.Time, entry.Severity.ToString().ToLowerInvariant(), entry.App, entry.Region, entry.Machine, entry.Message);
}

/// <summary>A drill.</summary>
/// <param name="Kind">Such as <c>region</c>.</param>
/// <param name="Subject">What it breaks.</param>
/// <param name="Since">When it broke it.</param>
internal sealed record DashboardDrill(string Kind, string Subject, DateTimeOffset Since)
{
    /// <summary>When it had taken the fault back; null while it runs.</summary>
    public DateTimeOffset? Until { get; init; }
}
