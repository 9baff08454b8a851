using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Google.Protobuf;

namespace PipAi.LocalCloud.Temporal.WorkflowTasks;

/// <summary>
/// What a worker sends back with its answer. It says all by itself, so that an answer is understood also after the service was
/// restarted between task and answer.
/// </summary>
/// <param name="Kind"><c>w</c> workflow task, <c>a</c> activity attempt, <c>q</c> direct query.</param>
/// <param name="RunId">The run; for a query, its own id.</param>
/// <param name="EventId">The started event of a workflow task, the scheduled event of an activity.</param>
/// <param name="Attempt">The attempt this token is for: an answer to an earlier one comes too late.</param>
internal readonly record struct TaskToken(char Kind, string RunId, long EventId = 0, int Attempt = 0)
{
    /// <summary>The bytes that travel.</summary>
    public ByteString ToBytes() =>
        ByteString.CopyFromUtf8(string.Create(CultureInfo.InvariantCulture, $"{Kind}|{RunId}|{EventId}|{Attempt}"));

    /// <summary>Reads what came back; false for anything this service never sent.</summary>
    public static bool TryRead(ByteString bytes, char kind, [NotNullWhen(true)] out TaskToken? token)
    {
        token = bytes.ToStringUtf8().Split('|') is [[var first], var run, var id, var tries] && first == kind
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var eventId)
            && int.TryParse(tries, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
                ? new TaskToken(first, run, eventId, attempt)
                : null;
        return token is not null;
    }
}
