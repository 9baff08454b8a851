using System.Net;
using System.Net.Sockets;
using Amazon.S3;
using PipAi.Workers.Pipeline.Storage;

namespace PipAi.Pipeline.Tests.Storage;

/// <summary>What the regions' answers to one request mean together: a document that is missing, or a storage that is.</summary>
public sealed class RegionAttemptsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2.5);

    [Theory]
    [InlineData("missing missing", true, true)]
    [InlineData("missing", false, true)]
    [InlineData("failed failed", false, false)]
    [InlineData("missing failed", false, true)]
    // The latest answer of a region counts: what fails now says nothing of the object.
    [InlineData("missing missing failed-again", false, true)]
    [InlineData("failed failed missing-again", false, true)]
    [InlineData("missing failed-again", false, false)]
    public void An_object_is_missing_when_every_region_says_so(string answers, bool all, bool any)
    {
        var attempts = new RegionAttempts("read", "documents/1");
        foreach (var (index, answer) in answers.Split(' ').Index())
        {
            var region = answer.EndsWith("-again", StringComparison.Ordinal) ? "region-0" : $"region-{index}";
            if (answer.StartsWith("missing", StringComparison.Ordinal)) attempts.Missing(region);
            else attempts.Failed(region, new IOException("broken"), Limit);
        }

        Assert.Equal((all, any), (attempts.AllSayMissing(2), attempts.AnySaysMissing));
    }

    public static TheoryData<string, string> Reasons => new()
    {
        { "slow", "did not answer within 2.5 s" },
        { "cancelled", "did not answer within 2.5 s" },
        { "refused by S3", "answered 403 AccessDenied" },
        { "unreachable", "cannot be reached (ConnectionRefused)" },
        { "else", "failed (broken)" },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_region_that_failed_is_told_with_its_reason(string kind, string reason)
    {
        var attempts = new RegionAttempts("read", "documents/1");
        attempts.Missing("us-west-2");
        attempts.Failed("us-east-1", kind switch
        {
            "slow" => new TimeoutException(),
            "cancelled" => new OperationCanceledException(),
            "refused by S3" => new AmazonS3Exception("no") { ErrorCode = "AccessDenied", StatusCode = HttpStatusCode.Forbidden },
            "unreachable" => new HttpRequestException("no", new SocketException((int)SocketError.ConnectionRefused)),
            _ => new IOException("broken"),
        }, Limit);
        Assert.Equal(reason, attempts.LastReason);
        Assert.Equal($"us-west-2 does not have it (yet); us-east-1 {reason}", attempts.Answers);
        Assert.Contains(attempts.Answers, attempts.Unavailable().Message, StringComparison.Ordinal);
    }
}
