namespace PipAi.LocalCloud.Signatures;

/// <summary>A request whose signature was right, with what is needed to verify the chunks of its body.</summary>
internal sealed record VerifiedRequest
{
    /// <summary>Who signed it.</summary>
    public required AwsPrincipal Caller { get; init; }

    /// <summary>What it was signed for.</summary>
    public required CredentialScope Scope { get; init; }

    /// <summary>The signing time, as written.</summary>
    public required string Timestamp { get; init; }

    /// <summary>The request's own signature: the seed of the chunk signatures.</summary>
    public required string Signature { get; init; }

    /// <summary>The derived key of that day, region and service.</summary>
    public required byte[] SigningKey { get; init; }

    /// <summary>The body's SHA-256 in hex, <c>UNSIGNED-PAYLOAD</c> or a <c>STREAMING-…</c> word.</summary>
    public required string PayloadHash { get; init; }
}
