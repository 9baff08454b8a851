using System.Text.RegularExpressions;

namespace PipAi.Infra.Settings;

/// <summary>What the vendors accept as names.</summary>
internal static partial class Names
{
    /// <summary>Lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen.</summary>
    public static bool IsSlug(string text) => Slug().IsMatch(text);

    /// <summary>
    /// How no bucket of a customer may begin. (The endings that S3 reserves cannot be ours: a bucket's name ends with its region.)
    /// </summary>
    public static bool IsReservedByS3(string prefix) => ReservedByS3.Any(reserved => prefix.StartsWith(reserved, StringComparison.Ordinal));

    private static readonly string[] ReservedByS3 = ["xn--", "sthree-", "amzn-s3-demo-"];

    /// <summary>A domain name.</summary>
    public static bool IsDomain(string text) => Domain().IsMatch(text);

    /// <summary><c>owner/name</c> of a repository.</summary>
    public static bool IsRepository(string text) => Repository().IsMatch(text);

    [GeneratedRegex(@"^[a-z]([a-z0-9-]{0,37}[a-z0-9])?\z")]
    private static partial Regex Slug();

    [GeneratedRegex(@"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}\z")]
    private static partial Regex Domain();

    [GeneratedRegex(@"^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+\z")]
    private static partial Regex Repository();
}
