using PipAi.LocalCloud.Temporal.Policies;

namespace PipAi.LocalCloud.Temporal.Validation;

/// <summary>What a line of the tables says of one field, and the words in which its faults are told.</summary>
/// <param name="Label">The field's name as Temporal's messages write it: <c>WorkflowId</c>.</param>
/// <param name="Required">Whether it must be set.</param>
/// <param name="AnyText">Whether a text may be of any length and form.</param>
/// <param name="Command">The command, without the ending <c>Command</c>; null for a field of a request.</param>
internal sealed record FieldNeed(string Label, bool Required, bool AnyText, string? Command)
{
    /// <summary>It is not there.</summary>
    public string Missing(string? part = null) => Command is null
        ? $"{part ?? Label} is not set on request."
        : $"{part ?? Label} is not set on {Command}Command.";

    /// <summary>It is longer than <see cref="Limits.IdBytes"/>.</summary>
    public string TooLong(int length) => Command is null
        ? $"{Label} length exceeds limit."
        : $"{Label} on {Command}Command exceeds length limit. Length={length} Limit={Limits.IdBytes}";

    /// <summary>It is a duration that is none.</summary>
    public string NoDuration(string why) => Command is null
        ? $"An invalid {Label}Seconds is set on request. cause: {why}"
        : $"Invalid {Label} on {Command}Command: {why}.";

    /// <summary>Something about it that has a message of its own.</summary>
    public string Wrong(string why) => Command is null ? why : $"invalid {Label} on {Command}Command: {why}";

    /// <summary>It is larger than <see cref="Limits.PayloadBytes"/>.</summary>
    public FieldFault TooLarge(string what = "Blob data size exceeds limit.") => Command is null
        ? new(what)
        : new($"{Command}CommandAttributes.{Label} exceeds size limit.", EndsRun: true);
}
