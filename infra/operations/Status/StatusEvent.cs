namespace PipAi.Operations.Status;

/// <summary>Something that happened to the platform, seen from outside.</summary>
/// <param name="At">When it was seen.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Area">The part: <c>machine</c>, <c>region</c>, <c>queue</c>, <c>replica</c>, <c>endpoint</c> or <c>source</c>.</param>
/// <param name="Subject">The thing: a machine's name, a region.</param>
/// <param name="Text">What happened, as the rest of a sentence that begins with the subject.</param>
internal sealed record StatusEvent(DateTimeOffset At, EventSeverity Severity, string Area, string Subject, string Text);

/// <summary>How much an event matters.</summary>
internal enum EventSeverity
{
    /// <summary>Things as they should be, or as they are again.</summary>
    Note,

    /// <summary>Something is less than it should be; work goes on.</summary>
    Warning,

    /// <summary>A promise is at stake.</summary>
    Alarm,
}
