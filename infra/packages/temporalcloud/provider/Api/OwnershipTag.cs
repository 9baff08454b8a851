using System.Security.Cryptography;
using System.Text;

namespace PipAi.Providers.TemporalCloud.Api;

/// <summary>
/// Marks what a resource created, to know it again when the answer to the create was lost: as a tag where there are tags, else at
/// the end of the description.
/// </summary>
internal static class OwnershipTag
{
    public const string Tag = "pulumi-owner";
    private const string Start = "[pulumi ";

    /// <summary>The same for the same resource in every run.</summary>
    public static string Of(params string[] identity) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', identity))))[..12];

    public static string Describe(string? description, string mark) => $"{description} {Suffix(mark)}".Trim();

    public static bool IsIn(string description, string mark) => description.EndsWith(Suffix(mark), StringComparison.Ordinal);

    /// <summary>The mark in a description; empty if there is none.</summary>
    public static string In(string description)
    {
        var at = description.LastIndexOf(Start, StringComparison.Ordinal);
        return at >= 0 && description.EndsWith(']') ? description[(at + Start.Length)..^1] : "";
    }

    /// <summary>The description without a mark.</summary>
    public static string Strip(string description)
    {
        var at = description.LastIndexOf(Start, StringComparison.Ordinal);
        return at >= 0 && description.EndsWith(']') ? description[..at].TrimEnd() : description;
    }

    private static string Suffix(string mark) => $"{Start}{mark}]";
}
