using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Bodies;

/// <summary>
/// Decodes the <c>aws-chunked</c> framing and verifies each chunk's signature and the trailer's. A server that skips this
/// would store the framing as part of the object.
/// </summary>
internal sealed class ChunkedBody(Stream body, VerifiedRequest request)
{
    private static readonly string EmptyHash = Convert.ToHexStringLower(SHA256.HashData([]));

    private readonly byte[] buffer = new byte[81_920];
    private readonly bool signed = request.PayloadHash.StartsWith("STREAMING-AWS4", StringComparison.Ordinal);
    private int position;
    private int filled;
    private string previousSignature = request.Signature;

    /// <summary>The trailing headers, by lower-case name; complete when <see cref="ReadAsync"/> has ended.</summary>
    public Dictionary<string, string> Trailers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Hands the decoded bytes to the sink, in order.</summary>
    /// <exception cref="AwsException"><c>IncompleteBody</c> or <c>SignatureDoesNotMatch</c>.</exception>
    public async Task ReadAsync(Func<ReadOnlyMemory<byte>, ValueTask> sink, CancellationToken cancellation)
    {
        while (await ReadChunkAsync(sink, cancellation) > 0)
            if (await ReadLineAsync(cancellation) != "") throw Incomplete();
        await ReadTrailersAsync(cancellation);
    }

    private async Task<int> ReadChunkAsync(Func<ReadOnlyMemory<byte>, ValueTask> sink, CancellationToken cancellation)
    {
        var header = (await ReadLineAsync(cancellation) ?? throw Incomplete()).Split(';', 2);
        if (!int.TryParse(header[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) || size < 0)
            throw Incomplete();

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var left = size; left > 0;)
        {
            if (position == filled && !await FillAsync(cancellation)) throw Incomplete();
            var taken = Math.Min(left, filled - position);
            if (signed) hash.AppendData(buffer, position, taken);
            await sink(buffer.AsMemory(position, taken));
            position += taken;
            left -= taken;
        }

        if (signed)
        {
            var signature = header.Length == 2 && header[1].Split('=', 2) is [_, var value] ? value : "";
            Verify("AWS4-HMAC-SHA256-PAYLOAD", $"{EmptyHash}\n{Convert.ToHexStringLower(hash.GetHashAndReset())}", signature);
        }

        return size;
    }

    private async Task ReadTrailersAsync(CancellationToken cancellation)
    {
        const string SignatureName = "x-amz-trailer-signature";
        var canonical = new StringBuilder();
        while (await ReadLineAsync(cancellation) is { } line)
        {
            if (line.Split(':', 2, StringSplitOptions.TrimEntries) is not [var name, var value]) continue;
            Trailers[name] = value;
            if (!name.Equals(SignatureName, StringComparison.OrdinalIgnoreCase))
                canonical.Append(CultureInfo.InvariantCulture, $"{name.ToLowerInvariant()}:{value}\n");
        }

        if (!signed || !request.PayloadHash.EndsWith("-TRAILER", StringComparison.Ordinal)) return;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())));
        Verify("AWS4-HMAC-SHA256-TRAILER", hash, Trailers.GetValueOrDefault(SignatureName, ""));
    }

    private void Verify(string kind, string hashes, string signature)
    {
        var text = $"{kind}\n{request.Timestamp}\n{request.Scope.Text}\n{previousSignature}\n{hashes}";
        var expected = SignatureVerifier.Sign(request.SigningKey, text);
        if (expected != signature)
            throw new AwsException(403, "SignatureDoesNotMatch", "A chunk's signature does not match the one we calculated.");
        previousSignature = expected;
    }

    private async ValueTask<string?> ReadLineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (position == filled && !await FillAsync(cancellation)) return line.Length > 0 ? line.ToString() : null;
            var octet = buffer[position++];
            if (octet == '\n') return line.ToString().TrimEnd('\r');
            if (line.Length > 8_192) throw Incomplete();
            line.Append((char)octet);
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        position = 0;
        filled = await body.ReadAsync(buffer, cancellation);
        return filled > 0;
    }

    private static AwsException Incomplete() =>
        new(400, "IncompleteBody", "The request body terminated unexpectedly or is not framed as aws-chunked.");
}
