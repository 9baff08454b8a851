using Temporalio.Api.Common.V1;

namespace PipAi.LocalCloud.Temporal.Protocol;

/// <summary>Tells the values by which a workflow takes something off its memo or its search attributes: null, and the empty list.</summary>
internal static class Nothing
{
    /// <summary>Whether a payload is one of them.</summary>
    public static bool Is(Payload value)
    {
        var encoding = JsonPayload.EncodingOf(value);
        return encoding == "binary/null" || (encoding == JsonPayload.Encoding && value.Data.ToStringUtf8() is "null" or "[]");
    }
}
