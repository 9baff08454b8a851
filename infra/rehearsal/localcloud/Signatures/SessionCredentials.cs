namespace PipAi.LocalCloud.Signatures;

/// <summary>Temporary credentials as STS hands them out.</summary>
internal sealed record SessionCredentials
{
    /// <summary>The access key id; session keys begin with <c>ASIA</c>.</summary>
    public required string AccessKeyId { get; init; }

    /// <summary>The secret that requests are signed with.</summary>
    public required string SecretAccessKey { get; init; }

    /// <summary>The token that must travel with each request.</summary>
    public required string SessionToken { get; init; }

    /// <summary>From this moment on every use is refused with <c>ExpiredToken</c>.</summary>
    public required DateTimeOffset Expiration { get; init; }
}
