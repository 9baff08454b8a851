using System.Globalization;
using System.Text.Json.Serialization;

namespace PipAi.LocalCloud.Faults;

/// <summary>
/// What a caller sees while a fault holds. The text form (<see cref="ToString"/>, <see cref="TryParse"/>) is the one of
/// <c>pipai cloud fault</c>: <c>dark</c>, <c>hang</c>, <c>status:429</c>, <c>status:503:10</c> (Retry-After in seconds),
/// <c>status:409:OperationAborted</c> and <c>status:503:10:SlowDown</c> (the vendor's own error code), <c>lag:250</c> (milliseconds),
/// <c>lose-answer</c>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Dark), "dark")]
[JsonDerivedType(typeof(Hang), "hang")]
[JsonDerivedType(typeof(Status), "status")]
[JsonDerivedType(typeof(Lag), "lag")]
[JsonDerivedType(typeof(LoseAnswer), "lose-answer")]
public abstract record FaultEffect
{
    /// <summary>The text forms, for error messages.</summary>
    public const string Forms = "dark, hang, status:CODE[:RETRY_SECONDS][:VENDORS_ERROR_CODE], lag:MILLISECONDS, lose-answer";

    private FaultEffect() { }

    /// <summary>
    /// Nothing answers: the connection is dropped. On service <c>fly</c> with a region, that region's machines are killed and
    /// stay down until the fault is removed.
    /// </summary>
    public sealed record Dark : FaultEffect
    {
        /// <inheritdoc/>
        public override string ToString() => "dark";
    }

    /// <summary>The request is accepted and waits until the fault is removed or the caller gives up.</summary>
    public sealed record Hang : FaultEffect
    {
        /// <inheritdoc/>
        public override string ToString() => "hang";
    }

    /// <summary>The service refuses with this HTTP status, in the vendor's own error body.</summary>
    /// <param name="Code">HTTP status, 400 to 599; a gRPC service maps it to its nearest status.</param>
    /// <param name="RetryAfter">The Retry-After header, in whole seconds; none when null.</param>
    /// <param name="Error">
    /// The vendor's own name for the refusal, which some callers decide by: S3's <c>OperationAborted</c>, Vercel's <c>rate_limited</c>,
    /// Fly's
    /// <c>insufficient_capacity</c>, the name of a gRPC status. Null is the one that goes with the status.
    /// </param>
    public sealed record Status(int Code, TimeSpan? RetryAfter = null, string? Error = null) : FaultEffect
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"status:{Code}{(RetryAfter is { } wait ? $":{(int)wait.TotalSeconds}" : "")}{(Error is null ? "" : ":" + Error)}");
    }

    /// <summary>The request is served after this delay.</summary>
    /// <param name="Delay">How long, from 0 to one hour.</param>
    public sealed record Lag(TimeSpan Delay) : FaultEffect
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"lag:{(int)Delay.TotalMilliseconds}");
    }

    /// <summary>The request is carried out, but its answer never arrives: the connection is dropped instead.</summary>
    public sealed record LoseAnswer : FaultEffect
    {
        /// <inheritdoc/>
        public override string ToString() => "lose-answer";
    }

    /// <summary>Reads a text form; false when it is none of <see cref="Forms"/>.</summary>
    public static bool TryParse(string? text, out FaultEffect effect)
    {
        effect = new Dark();
        var parts = (text ?? "").Split(':');
        FaultEffect? parsed = parts switch
        {
            ["dark"] => new Dark(),
            ["hang"] => new Hang(),
            ["lose-answer"] => new LoseAnswer(),
            ["status", var code] when IsStatus(code, out var status) => new Status(status),
            ["status", var code, var wait] when IsStatus(code, out var status) && IsWithin(wait, 3600, out var seconds) =>
                new Status(status, TimeSpan.FromSeconds(seconds)),
            ["status", var code, var error] when IsStatus(code, out var status) && IsName(error) => new Status(status, Error: error),
            ["status", var code, var wait, var error]
                when IsStatus(code, out var status) && IsWithin(wait, 3600, out var seconds) && IsName(error) =>
                new Status(status, TimeSpan.FromSeconds(seconds), error),
            ["lag", var delay] when IsWithin(delay, 3_600_000, out var milliseconds) => new Lag(TimeSpan.FromMilliseconds(milliseconds)),
            _ => null,
        };
        if (parsed is null) return false;
        effect = parsed;
        return true;
    }

    private static bool IsStatus(string text, out int code) => IsWithin(text, 599, out code) && code >= 400;

    private static bool IsName(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0])
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-');

    private static bool IsWithin(string text, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most;
}
