using System.Text.Encodings.Web;

namespace PipAi.Workers.Unstructured.Hosting;

/// <summary>The form of the log: a line of JSON an entry.</summary>
internal static class LogLines
{
    /// <summary>Has entries written so.</summary>
    public static ILoggingBuilder Write(ILoggingBuilder logging) => logging.AddJsonConsole(console =>
    {
        console.UseUtcTimestamp = true;
        console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        console.JsonWriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    });
}
