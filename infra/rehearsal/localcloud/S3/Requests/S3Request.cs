using System.IO.Pipelines;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.S3.Bodies;
using PipAi.LocalCloud.S3.Checksums;
using PipAi.LocalCloud.S3.Offered;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Requests;

/// <summary>A verified request: what it is about, its parameters and body, and the answer to it.</summary>
internal sealed class S3Request(HttpContext http, S3Target target, S3Operation operation, VerifiedRequest verified)
{
    private const int LargestDocument = 4 << 20;

    /// <summary>The row of the table that it is carried out by.</summary>
    public S3Operation Operation => operation;

    /// <summary>The bucket's name; empty for the service itself.</summary>
    public string BucketName => target.Bucket;

    /// <summary>The object's key; empty for a bucket.</summary>
    public string Key => target.Key;

    /// <summary>Who signed it.</summary>
    public AwsPrincipal Caller => verified.Caller;

    /// <summary>The region whose endpoint the client meant: the one it signed for.</summary>
    public string Region => verified.Scope.Region;

    /// <summary>The bucket, once the operation's place was found; set by the router.</summary>
    public Bucket? Found { get; set; }

    /// <summary>The bucket of an operation that has one.</summary>
    public Bucket Bucket => Found ?? throw S3Errors.NoSuchBucket(BucketName);

    /// <summary>The HTTP method.</summary>
    public string Method => http.Request.Method;

    /// <summary>Scheme and host as the client wrote them.</summary>
    public string Origin => $"{http.Request.Scheme}://{http.Request.Host}";

    /// <summary>The answer's status; 200 unless set.</summary>
    public int Status
    {
        set => http.Response.StatusCode = value;
    }

    /// <summary>Every request header.</summary>
    public IHeaderDictionary Headers => http.Request.Headers;

    /// <summary>The answer's headers.</summary>
    public IHeaderDictionary Answer => http.Response.Headers;

    /// <summary>The answer's body.</summary>
    public PipeWriter AnswerWriter => http.Response.BodyWriter;

    /// <summary>A query parameter, or null.</summary>
    public string? Query(string name) => target.Raw[name];

    /// <summary>A request header, or null when it is absent or empty.</summary>
    public string? Header(string name) => http.Request.Headers[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>The version that the request names, or null.</summary>
    /// <exception cref="AwsException">The id is empty.</exception>
    public string? VersionId => Query("versionId") is not { } id ? null
        : id.Length > 0 ? id
        : throw S3Errors.InvalidArgument("Version id cannot be the empty string");

    /// <summary>Refuses where a header names an owner of the bucket who is not its owner.</summary>
    /// <exception cref="AwsException">It is another account, or no account at all.</exception>
    public void VerifyOwner(string header)
    {
        if (Header(header) is not { } owner || owner == AwsPrincipal.Account) return;
        throw owner.Length == AwsPrincipal.Account.Length && owner.All(char.IsAsciiDigit)
            ? new AwsException(403, "AccessDenied", $"Access Denied: {header} is '{owner}', the bucket's owner is {AwsPrincipal.Account}.")
            : new AwsException(400, "InvalidBucketOwnerAWSAccountID", $"The value of {header} must be an AWS account ID: '{owner}'.");
    }

    /// <summary>Receives the body into a stream.</summary>
    public Task<ReceivedBody> ReceiveAsync(Stream destination, ChecksumAlgorithm? algorithm, CancellationToken cancellation) =>
        new RequestBody(http.Request, verified).CopyToAsync(destination, algorithm, !operation.TellsObjectsChecksum, cancellation);

    /// <summary>Receives a small text body.</summary>
    public async Task<string> ReadTextAsync(CancellationToken cancellation)
    {
        if (http.Request.ContentLength > LargestDocument)
            throw new AwsException(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
        using var text = new MemoryStream();
        await ReceiveAsync(text, null, cancellation);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>Receives the operation's document.</summary>
    /// <exception cref="AwsException">It is not what the table says.</exception>
    public async Task<XElement> ReadXmlAsync(CancellationToken cancellation) =>
        S3Xml.Read(await ReadTextAsync(cancellation), operation.Body!);

    /// <summary>Answers with XML.</summary>
    public Task AnswerAsync(XElement document, CancellationToken cancellation) =>
        AnswerAsync(S3Xml.Write(document), "application/xml", cancellation);

    /// <summary>Answers with a document.</summary>
    public async Task AnswerAsync(byte[] document, string contentType, CancellationToken cancellation)
    {
        Answer.ContentType = contentType;
        Answer.ContentLength = document.Length;
        await AnswerWriter.WriteAsync(document, cancellation);
    }
}
