using System.Security.Cryptography;

namespace PipAi.LocalCloud.Services;

/// <summary>Secrets of one local cloud: made at its first start, kept in cloud.json, good for nothing outside it.</summary>
public sealed record CloudTokens
{
    /// <summary>Bearer token of the Fly Machines API.</summary>
    public required string Fly { get; init; }

    /// <summary>Access key id of the AWS principal that may do everything (the deployer).</summary>
    public required string AwsAccessKeyId { get; init; }

    /// <summary>Its secret access key.</summary>
    public required string AwsSecretAccessKey { get; init; }

    /// <summary>Bearer token of the Vercel API.</summary>
    public required string Vercel { get; init; }

    /// <summary>API key of the Temporal Cloud Ops API.</summary>
    public required string Temporal { get; init; }

    /// <summary>Bearer token of the control API.</summary>
    public required string Control { get; init; }

    /// <summary>Makes new ones, in the shape of the vendors' own.</summary>
    public static CloudTokens Create() => new()
    {
        Fly = FlyToken(),
        AwsAccessKeyId = "AKIA" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
        AwsSecretAccessKey = Random(40),
        Vercel = Random(24),
        Temporal = Random(48),
        Control = Random(32),
    };

    // The plain kind. flyctl takes everything that begins like a macaroon (fm2_) apart, and drops what is none.
    private static string FlyToken() => "fo1_" + Random(43);

    /// <summary>The same with a Fly token that flyctl sends, where an earlier version made one that it does not.</summary>
    internal CloudTokens Current() => Fly.StartsWith("fm2_", StringComparison.Ordinal) ? this with { Fly = FlyToken() } : this;

    private static string Random(int length) =>
        RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", length);
}
