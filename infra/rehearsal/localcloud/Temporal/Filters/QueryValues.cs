using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using Grpc.Core;
using PipAi.LocalCloud.Platform;
using PipAi.LocalCloud.Temporal.Protocol;
using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Filters;

/// <summary>The values in a list filter, as the attribute that they are compared with has them.</summary>
internal static partial class QueryValues
{
    private static readonly Dictionary<string, string> Statuses = NamesOfStatuses();

    /// <summary>Reads one.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: it is no value of that attribute.</exception>
    public static object Read(SearchAttribute attribute, QueryToken token) => (token.Kind, attribute.Name) switch
    {
        (QueryTokenKind.Text or QueryTokenKind.Number, SearchAttribute.Status) => Statuses.GetValueOrDefault(token.Text)
            ?? throw Invalid($"invalid ExecutionStatus value '{token.Text}'"),
        (QueryTokenKind.Text or QueryTokenKind.Number, SearchAttribute.Duration) => Duration(token.Text)
            ?? throw Invalid($"invalid duration value for search attribute ExecutionDuration: {token.Text}"),
        (QueryTokenKind.Text, _) => OfText(attribute, token.Text),
        (QueryTokenKind.Number, _) => OfNumber(attribute, token.Text),
        (QueryTokenKind.Word, _) when bool.TryParse(token.Text, out var truth) => attribute.Type == IndexedValueType.Bool ? truth
            : throw Wrong(attribute, token.Text),
        (QueryTokenKind.Word or QueryTokenKind.Name, _) => throw RpcError.Invalid(
            $"invalid query: operation is not supported: column name on the right side of comparison expression (did you forget to quote '{token.Text}'?)"),
        _ => throw Invalid($"unexpected '{token.Text}' as a value"),
    };

    private static object OfText(SearchAttribute attribute, string text) => attribute.Type switch
    {
        IndexedValueType.Keyword or IndexedValueType.KeywordList => text,
        IndexedValueType.Text => text.Any(char.IsLetterOrDigit) ? text
            : throw Invalid($"unexpected value for Text type search attribute (no tokens found in '{text}')"),
        IndexedValueType.Datetime => AttributeValue.Time(text) ?? throw Invalid($"unable to parse datetime '{text}'"),
        _ => throw Wrong(attribute, text),
    };

    private static object OfNumber(SearchAttribute attribute, string text) => attribute.Type switch
    {
        IndexedValueType.Int or IndexedValueType.Double => double.Parse(text, CultureInfo.InvariantCulture),
        IndexedValueType.Datetime when long.TryParse(text, CultureInfo.InvariantCulture, out var nanoseconds) =>
            DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100),
        _ => throw Wrong(attribute, text),
    };

    private static double? Duration(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var nanoseconds)) return nanoseconds;
        if (Clock().IsMatch(text))
        {
            int[] clock = [.. text.Split(':').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
            return new TimeSpan(clock[0], clock[1], clock[2]).TotalNanoseconds;
        }
        return GoDuration.Nanoseconds(text);
    }

    /// <summary>Names, in both forms, and numbers.</summary>
    private static Dictionary<string, string> NamesOfStatuses()
    {
        var statuses = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var status in WorkflowReflection.Descriptor.FindTypeByName<EnumDescriptor>(nameof(WorkflowExecutionStatus)).Values)
        {
            var name = ((WorkflowExecutionStatus)status.Number).ToString();
            statuses[name] = statuses[status.Name] = statuses[status.Number.ToString(CultureInfo.InvariantCulture)] = name;
        }
        return statuses;
    }

    private static RpcException Wrong(SearchAttribute attribute, string value) =>
        Invalid($"invalid value type for search attribute {attribute.Name} of type {attribute.Type}: {value}");

    private static RpcException Invalid(string why) => RpcError.Invalid($"invalid query: invalid expression: {why}");

    [GeneratedRegex(@"^\d{1,9}:[0-5]?\d:[0-5]?\d\z")]
    private static partial Regex Clock();
}
