namespace PipAi.LocalCloud.Signatures;

/// <summary>A request that S3 or STS refuses: the HTTP status, the vendor's error code and the sentence for people.</summary>
internal sealed class AwsException(int status, string code, string message) : Exception(message)
{
    /// <summary>The HTTP status of the answer.</summary>
    public int Status { get; } = status;

    /// <summary>The vendor's error code, such as <c>NoSuchKey</c>; clients switch on it.</summary>
    public string Code { get; } = code;

    /// <summary>Headers that go with the error, such as <c>x-amz-bucket-region</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
