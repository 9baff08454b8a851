using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.S3.Checksums;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Bodies;

/// <summary>Receives a request's body, plain or aws-chunked, and verifies all that the client said about it.</summary>
internal sealed class RequestBody(HttpRequest request, VerifiedRequest verified)
{
    /// <summary>Writes the decoded body into a stream.</summary>
    /// <param name="destination">Where the bytes go.</param>
    /// <param name="algorithm">A checksum to compute whatever the client sends; null computes CRC64NVME when it sends none, as S3
    /// does.</param>
    /// <param name="ofBody">Whether the checksum headers are about this body.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="AwsException">The body is not what its headers, signatures or trailers say.</exception>
    public async Task<ReceivedBody> CopyToAsync(
        Stream destination, ChecksumAlgorithm? algorithm, bool ofBody, CancellationToken cancellation)
    {
        var claims = ofBody ? HeaderClaims() : [];
        using var measure = new BodyMeasure(WantedAlgorithms(claims, algorithm));
        if (verified.PayloadHash.StartsWith("STREAMING-", StringComparison.Ordinal))
            await ReceiveChunkedAsync(destination, measure, claims, cancellation);
        else
            await ReceivePlainAsync(destination, measure, cancellation);

        var received = measure.Result();
        VerifyContentMd5(received.Md5);
        foreach (var (claimed, value) in claims)
            if (received.Checksums.TryGetValue(claimed, out var computed) && computed != value) throw S3Errors.BadDigest(claimed.Name());
        return received;
    }

    private async Task ReceiveChunkedAsync(
        Stream destination, BodyMeasure measure, Dictionary<ChecksumAlgorithm, string> claims, CancellationToken cancellation)
    {
        var chunked = new ChunkedBody(request.Body, verified);
        await chunked.ReadAsync(
            bytes =>
            {
                measure.Append(bytes.Span);
                return destination.WriteAsync(bytes, cancellation);
            },
            cancellation);

        if (long.TryParse(request.Headers["x-amz-decoded-content-length"], out var declared) && declared != measure.Result().Length)
            throw new AwsException(400, "IncompleteBody",
                "You did not provide the number of bytes specified by the x-amz-decoded-content-length header.");
        foreach (var (name, value) in chunked.Trailers)
            if (ChecksumNames.FromHeader(name) is { } trailing) claims[trailing] = value;
    }

    private async Task ReceivePlainAsync(Stream destination, BodyMeasure measure, CancellationToken cancellation)
    {
        using var sha256 = verified.PayloadHash.Length == 64 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        var buffer = new byte[81_920];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellation)) > 0;)
        {
            sha256?.AppendData(buffer, 0, read);
            measure.Append(buffer.AsSpan(0, read));
            await destination.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        if (sha256 is not null && Convert.ToHexStringLower(sha256.GetCurrentHash()) != verified.PayloadHash)
            throw new AwsException(400, "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }

    private void VerifyContentMd5(string md5)
    {
        var header = request.Headers.ContentMD5.ToString();
        if (header.Length == 0) return;
        var claimed = new byte[16];
        if (!Convert.TryFromBase64String(header, claimed, out var written) || written != 16)
            throw new AwsException(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
        if (Convert.ToHexStringLower(claimed) != md5) throw S3Errors.BadDigest("Content-MD5");
    }

    private Dictionary<ChecksumAlgorithm, string> HeaderClaims()
    {
        var claims = new Dictionary<ChecksumAlgorithm, string>();
        foreach (var (name, value) in request.Headers)
            if (ChecksumNames.FromHeader(name) is { } claimed) claims[claimed] = Checksum.Verified(claimed, value.ToString());
        return claims.Count <= 1 ? claims : throw S3Errors.InvalidRequest(
            "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }

    private HashSet<ChecksumAlgorithm> WantedAlgorithms(Dictionary<ChecksumAlgorithm, string> claims, ChecksumAlgorithm? algorithm)
    {
        var wanted = claims.Keys.ToHashSet();
        foreach (var trailer in request.Headers["x-amz-trailer"].ToString().Split(',', StringSplitOptions.TrimEntries))
            if (ChecksumNames.FromHeader(trailer) is { } announced) wanted.Add(announced);
        if (algorithm is { } asked) wanted.Add(asked);
        if (wanted.Count == 0) wanted.Add(ChecksumAlgorithm.Crc64Nvme);
        return wanted;
    }
}
