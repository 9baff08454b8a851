using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PipAi.Cli.Errors;

namespace PipAi.Cli.Terminals;

/// <summary>The one JSON document that a verb with `--json` prints on standard output, whether it succeeds or not.</summary>
/// <param name="output">Standard output.</param>
internal sealed class JsonAnswer(TextWriter output)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        IndentSize = 4,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // An enumeration is told by its names, as in the documents that the engine writes itself.
        Converters = { new Seconds(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly JsonSerializerOptions Compact = new(Indented) { WriteIndented = false };

    /// <summary>Whether it was printed.</summary>
    public bool IsGiven { get; private set; }

    /// <summary>Prints an answer.</summary>
    public void Give<T>(T answer) => GiveText(JsonSerializer.Serialize(answer, Indented));

    /// <summary>Prints one of many answers, each a line of its own: what goes on until Ctrl-C is no single document.</summary>
    public void GiveLine<T>(T answer) => GiveText(JsonSerializer.Serialize(answer, Compact));

    /// <summary>Prints an answer that is JSON already.</summary>
    public void GiveText(string json)
    {
        IsGiven = true;
        output.WriteLine(json);
    }

    /// <summary>Prints the end of a verb that has nothing else to say.</summary>
    public void GiveEnd(string stack, ExitCode exit)
    {
        if (!IsGiven)
            Give(
                new
                {
                    stack,
                    result = exit switch { ExitCode.Ok => "succeeded", ExitCode.Cancelled => "cancelled", _ => "failed" },
                    exitCode = (int)exit,
                });
    }

    /// <summary>Prints what went wrong, unless the verb had answered by then.</summary>
    public void GiveFailure(Failure failure)
    {
        if (!IsGiven)
            Give(
                new
                {
                    result = failure.Exit == ExitCode.Cancelled ? "cancelled" : "failed",
                    exitCode = (int)failure.Exit,
                    error = new { failure.Code, failure.Message, command = failure.Fix },
                });
    }

    /// <summary>Durations are numbers of seconds.</summary>
    private sealed class Seconds : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TimeSpan.FromSeconds(reader.GetDouble());

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(Math.Round(value.TotalSeconds, 3));
    }
}
