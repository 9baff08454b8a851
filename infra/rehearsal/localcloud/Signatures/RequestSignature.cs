using Microsoft.AspNetCore.Http;

namespace PipAi.LocalCloud.Signatures;

/// <summary>The Signature Version 4 parts of a request, from its Authorization header or its query (a presigned URL).</summary>
internal sealed record RequestSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The credential's key, day, region and service.</summary>
    public required CredentialScope Scope { get; init; }

    /// <summary>The signed header names, lower case, in the client's order.</summary>
    public required string[] SignedHeaders { get; init; }

    /// <summary>The signature, 64 hex digits.</summary>
    public required string Signature { get; init; }

    /// <summary>The signing time as the client wrote it: <c>20260102T030405Z</c>.</summary>
    public required string Timestamp { get; init; }

    /// <summary>The session token that came along, or null.</summary>
    public string? SessionToken { get; init; }

    /// <summary>Seconds that a presigned URL is good for; null when the signature came in a header.</summary>
    public long? ExpiresSeconds { get; init; }

    /// <summary>Reads the signature; null when the request is anonymous.</summary>
    /// <exception cref="AwsException">There is one, but it cannot be read or is of another kind.</exception>
    public static RequestSignature? Read(HttpRequest request, RawTarget target)
    {
        if (target["X-Amz-Signature"] is { } signature) return FromQuery(target, signature);
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.Length > 0) return FromHeader(request, authorization);
        return target["AWSAccessKeyId"] is null ? null : throw Unsupported();
    }

    private static RequestSignature FromQuery(RawTarget target, string signature)
    {
        if (target["X-Amz-Algorithm"] != Algorithm) throw Malformed("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
        if (CredentialScope.Parse(target["X-Amz-Credential"] ?? "") is not { } scope)
            throw Malformed("X-Amz-Credential must name a key, a date, a region and a service.");
        if (!long.TryParse(target["X-Amz-Expires"], out var expires) || expires is < 1 or > 604_800)
            throw Malformed("X-Amz-Expires must be a number of seconds from 1 to 604800 (seven days).");

        return new RequestSignature
        {
            Scope = scope,
            SignedHeaders = (target["X-Amz-SignedHeaders"] ?? "").Split(';'),
            Signature = signature,
            Timestamp = target["X-Amz-Date"] ?? "",
            SessionToken = target["X-Amz-Security-Token"],
            ExpiresSeconds = expires,
        };
    }

    private static RequestSignature FromHeader(HttpRequest request, string authorization)
    {
        if (!authorization.StartsWith(Algorithm + " ", StringComparison.Ordinal)) throw Unsupported();
        var parts = authorization[Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0], pair => pair[1]);
        if (CredentialScope.Parse(parts["Credential"].FirstOrDefault() ?? "") is not { } scope)
            throw new AwsException(
                400, "AuthorizationHeaderMalformed", "The authorization header is malformed; the Credential is mal-formed.");

        return new RequestSignature
        {
            Scope = scope,
            SignedHeaders = (parts["SignedHeaders"].FirstOrDefault() ?? "").Split(';'),
            Signature = parts["Signature"].FirstOrDefault() ?? "",
            Timestamp = request.Headers["x-amz-date"].ToString(),
            SessionToken = request.Headers["x-amz-security-token"] is { Count: > 0 } token ? token.ToString() : null,
        };
    }

    private static AwsException Malformed(string message) => new(400, "AuthorizationQueryParametersError", message);

    private static AwsException Unsupported() =>
        new(400, "InvalidRequest", "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
}
