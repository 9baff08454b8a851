using System.Globalization;
using System.Text.Json;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Visibility;

/// <summary>Something runs can be searched by: a built-in attribute, or a search attribute that workflows set.</summary>
internal sealed class RunAttribute
{
    private static readonly Dictionary<string, RunAttribute> BuiltIn = new(StringComparer.Ordinal)
    {
        ["WorkflowId"] = new(run => run.Key.WorkflowId),
        ["RunId"] = new(run => run.Key.RunId),
        ["WorkflowType"] = new(run => run.Started.WorkflowType.Name),
        ["TaskQueue"] = new(run => run.Started.TaskQueue.Name),
        ["ExecutionStatus"] = new(run => run.Summary.Status.ToString()),
        ["StartTime"] = new(run => Written(run.Summary.StartedAt)),
        ["ExecutionTime"] = new(run => Written(run.Summary.ExecutesAt)),
        ["CloseTime"] = new(run => run.Summary.ClosedAt is { } closed ? Written(closed) : null),
        ["HistoryLength"] = new(run => run.Length.ToString(CultureInfo.InvariantCulture)),
    };

    /// <summary>The built-in attributes with their types.</summary>
    public static IEnumerable<KeyValuePair<string, IndexedValueType>> Types => BuiltIn.Keys.Select(name => KeyValuePair.Create(name, name switch
    {
        "StartTime" or "ExecutionTime" or "CloseTime" => IndexedValueType.Datetime,
        "HistoryLength" => IndexedValueType.Int,
        _ => IndexedValueType.Keyword,
    }));

    private RunAttribute(Func<Run, string?> text) => Text = text;

    /// <summary>Its value as text; null if a run has none.</summary>
    public Func<Run, string?> Text { get; }

    /// <summary>The attribute of this name.</summary>
    public static RunAttribute Named(string name) => BuiltIn.GetValueOrDefault(name) ?? new(run => Custom(run, name));

    /// <summary>Compares a run's value with another, as numbers or times where both are; null if the run has none.</summary>
    public int? Compare(Run run, string other)
    {
        if (Text(run) is not { } mine) return null;
        if (double.TryParse(mine, CultureInfo.InvariantCulture, out var number) && double.TryParse(other, CultureInfo.InvariantCulture, out var otherNumber))
            return number.CompareTo(otherNumber);
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal;
        if (DateTimeOffset.TryParse(mine, CultureInfo.InvariantCulture, Utc, out var time)
            && DateTimeOffset.TryParse(other, CultureInfo.InvariantCulture, Utc, out var otherTime))
            return time.CompareTo(otherTime);
        return string.CompareOrdinal(mine, other);
    }

    private static string Written(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static string? Custom(Run run, string name)
    {
        if (!run.Summary.SearchAttributes.IndexedFields.TryGetValue(name, out var payload)) return null;
        using var json = JsonDocument.Parse(payload.Data.Memory);
        return json.RootElement.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => json.RootElement.GetString(),
            _ => json.RootElement.GetRawText(),
        };
    }
}
