using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Google.Protobuf;

namespace PipAi.LocalCloud.Temporal.Protocol;

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

    /// <summary>Whether this service sent it, for whatever kind of task.</summary>
    public static bool IsOne(ByteString bytes) => Read(bytes) is not null;

    /// <summary>Reads what came back; false for anything this service never sent.</summary>
    public static bool TryRead(ByteString bytes, char kind, [NotNullWhen(true)] out TaskToken? token)
    {
        token = Read(bytes) is { } read && read.Kind == kind ? read : null;
        return token is not null;
    }

    private static TaskToken? Read(ByteString bytes) =>
        bytes.ToStringUtf8().Split('|') is [[('w' or 'a' or 'q') and var kind], var run, var id, var tries]
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var eventId)
        && int.TryParse(tries, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            ? new TaskToken(kind, run, eventId, attempt)
            : null;
}
