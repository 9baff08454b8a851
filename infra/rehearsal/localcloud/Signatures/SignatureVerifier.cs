using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace PipAi.LocalCloud.Signatures;

/// <summary>Verifies Signature Version 4, in headers and in presigned URLs, over the request as it came.</summary>
internal sealed partial class SignatureVerifier(string service, AccessKeys keys, TimeProvider time)
{
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(15);

    /// <summary>Verifies the signature.</summary>
    /// <param name="request">The request.</param>
    /// <param name="target">Its raw target.</param>
    /// <param name="bodyHash">The body's hash where the service has read the body (STS); else the client's header counts.</param>
    /// <exception cref="AwsException">The request is anonymous, late, early, or signed by nobody we know.</exception>
    public VerifiedRequest Verify(HttpRequest request, RawTarget target, string? bodyHash = null)
    {
        var signature = RequestSignature.Read(request, target) ?? throw new AwsException(403, "AccessDenied", "Access Denied");
        if (signature.Scope.Service != service)
            throw new AwsException(400, "AuthorizationHeaderMalformed",
                $"The authorization header is malformed; incorrect service \"{signature.Scope.Service}\". This endpoint belongs to \"{service}\".");
        VerifyTime(signature);
        VerifyHeadersAreSigned(request, signature);

        var caller = keys.Find(signature.Scope.AccessKeyId, signature.SessionToken);
        var payloadHash = PayloadHash(request, target, signature, bodyHash);
        var key = SigningKey(caller.Secret, signature.Scope);
        // A key may hold characters that clients encode differently; the raw path is what most of them signed.
        var paths = new[] { target.Path, PercentEncoding.Encode(PercentEncoding.Decode(target.Path), keepSlashes: true) };
        if (!paths.Distinct().Any(path => Matches(CanonicalRequest(request, target, path, signature, payloadHash), signature, key)))
            throw new AwsException(403, "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and signing method.");

        return new VerifiedRequest
        {
            Caller = caller,
            Scope = signature.Scope,
            Timestamp = signature.Timestamp,
            Signature = signature.Signature,
            SigningKey = key,
            PayloadHash = payloadHash,
        };
    }

    /// <summary>The HMAC of a text, in hex.</summary>
    public static string Sign(byte[] key, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    private void VerifyTime(RequestSignature signature)
    {
        if (!DateTimeOffset.TryParseExact(signature.Timestamp, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var signed))
            throw new AwsException(403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");

        var now = time.GetUtcNow();
        if (signature.ExpiresSeconds is { } seconds)
        {
            if (signed > now + AllowedSkew) throw new AwsException(403, "AccessDenied", "Request is not yet valid");
            if (now > signed.AddSeconds(seconds)) throw new AwsException(403, "AccessDenied", "Request has expired");
        }
        else if ((now - signed).Duration() > AllowedSkew)
        {
            throw new AwsException(403, "RequestTimeTooSkewed",
                "The difference between the request time and the current time is too large.");
        }
    }

    private static void VerifyHeadersAreSigned(HttpRequest request, RequestSignature signature)
    {
        if (!signature.SignedHeaders.Contains("host", StringComparer.Ordinal)) throw Unsigned("host");
        foreach (var (name, _) in request.Headers)
        {
            if (name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)
                && !signature.SignedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)
                // A presigned URL covers an unsigned body whatever this header says.
                && !(signature.ExpiresSeconds is not null && name.Equals("x-amz-content-sha256", StringComparison.OrdinalIgnoreCase)))
                throw Unsigned(name);
        }

        static AwsException Unsigned(string name) =>
            new(403, "AccessDenied", $"There were headers present in the request which were not signed: {name.ToLowerInvariant()}");
    }

    private static string PayloadHash(HttpRequest request, RawTarget target, RequestSignature signature, string? bodyHash)
    {
        if (bodyHash is not null) return bodyHash;
        var header = request.Headers["x-amz-content-sha256"].ToString();
        // A presigned URL covers the body only where its maker said so: in the query, or in a header that it signed.
        if (signature.ExpiresSeconds is not null)
            return target["X-Amz-Content-Sha256"]
                ?? (signature.SignedHeaders.Contains("x-amz-content-sha256") && header.Length > 0 ? header : "UNSIGNED-PAYLOAD");
        return header.Length > 0
            ? header
            : throw new AwsException(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
    }

    private static bool Matches(string canonicalRequest, RequestSignature signature, byte[] key)
    {
        // Header octets were read as Latin-1, one char each: hashing them so gives back what the client hashed.
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(canonicalRequest)));
        var expected = Sign(key, $"AWS4-HMAC-SHA256\n{signature.Timestamp}\n{signature.Scope.Text}\n{hash}");
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(signature.Signature));
    }

    private static string CanonicalRequest(
        HttpRequest request, RawTarget target, string path, RequestSignature signature, string payloadHash)
    {
        var query = target.Query
            .Where(parameter => parameter.Key != "X-Amz-Signature")
            .Select(parameter => (Name: PercentEncoding.Encode(parameter.Key), Value: PercentEncoding.Encode(parameter.Value)))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
            .ThenBy(parameter => parameter.Value, StringComparer.Ordinal)
            .Select(parameter => $"{parameter.Name}={parameter.Value}");
        var headers = signature.SignedHeaders.Select(name => $"{name}:{HeaderValue(request, name)}\n");
        return $"{request.Method}\n{path}\n{string.Join('&', query)}\n{string.Concat(headers)}\n"
            + $"{string.Join(';', signature.SignedHeaders)}\n{payloadHash}";
    }

    private static string HeaderValue(HttpRequest request, string name) =>
        string.Join(',', request.Headers[name].Select(value => Spaces().Replace(value?.Trim() ?? "", " ")));

    private static byte[] SigningKey(string secret, CredentialScope scope)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in new[] { scope.Date, scope.Region, scope.Service, "aws4_request" })
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return key;
    }

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();
}
