using System.Text.Json.Serialization;

namespace PipAi.Workers.Pipeline.Restarts;

/// <summary>What a process that ended itself leaves to the next one on its machine.</summary>
/// <param name="InARow">How many have ended themselves so, one after another, without work in between.</param>
/// <param name="Last">When the last one did.</param>
/// <param name="Reason">Why.</param>
internal sealed record EndingNote(
    [property: JsonPropertyName("inARow")] int InARow,
    [property: JsonPropertyName("last")] DateTimeOffset Last,
    [property: JsonPropertyName("reason")] string Reason);
