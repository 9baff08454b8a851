using System.Net.Sockets;
using Amazon.S3;
using Amazon.SecurityToken;

namespace PipAi.Workers.Pipeline.Storage;

/// <summary>What each region answered while one object was being read or written.</summary>
internal sealed class RegionAttempts(string action, string key)
{
    private readonly Dictionary<string, string> answers = new(StringComparer.Ordinal);
    private readonly HashSet<string> missing = new(StringComparer.Ordinal);
    private Exception? last;

    /// <summary>Why the last region failed, for the log.</summary>
    public string LastReason { get; private set; } = "";

    /// <summary>Notes that a region answered that the object does not exist.</summary>
    public void Missing(string region)
    {
        missing.Add(region);
        answers[region] = "does not have it (yet)";
    }

    /// <summary>Notes that a region failed.</summary>
    public void Failed(string region, Exception failure, TimeSpan limit)
    {
        missing.Remove(region);
        last = failure;
        LastReason = answers[region] = Reason(failure, limit);
    }

    /// <summary>Whether all <paramref name="count"/> regions answered that the object does not exist.</summary>
    public bool AllSayMissing(int count) => missing.Count == count;

    /// <summary>Whether a region answered that the object does not exist.</summary>
    public bool AnySaysMissing => missing.Count > 0;

    /// <summary>What every region answered.</summary>
    public string Answers => string.Join("; ", answers.Select(answer => $"{answer.Key} {answer.Value}"));

    /// <summary>The failure that names every region's answer.</summary>
    public StorageUnavailableException Unavailable() => new(action, key, Answers, last);

    private static string Reason(Exception failure, TimeSpan limit) => failure switch
    {
        OperationCanceledException or TimeoutException => $"did not answer within {limit.TotalSeconds:0.#} s",
        AmazonS3Exception { ErrorCode: { Length: > 0 } code } answer => $"answered {(int)answer.StatusCode} {code}",
        _ when Innermost<AmazonSecurityTokenServiceException>(failure) is { } refusal =>
            $"gives no credentials ({refusal.ErrorCode}: {refusal.Message})",
        _ when Innermost<SocketException>(failure) is { } socket => $"cannot be reached ({socket.SocketErrorCode})",
        _ => $"failed ({failure.Message})",
    };

    private static T? Innermost<T>(Exception failure) where T : Exception
    {
        for (var current = failure; current is not null; current = current.InnerException)
            if (current is T wanted) return wanted;
        return null;
    }
}
