using System.Security.Cryptography;
using System.Text;

namespace PipAi.Providers.Fly.Machines;

/// <summary>Names for machines that the program gave none.</summary>
internal static class MachineNames
{
    public const int Longest = 30;

    /// <summary>The name the machine already has, or the resource's name with a suffix that another try would choose, too.</summary>
    public static string Choose(CheckRequest request)
    {
        if (request.OldInputs.TryGetValue("name", out var old) && old.TryGetString(out var name)) return name;
        var suffix = Convert.ToHexStringLower(SHA256.HashData([.. request.RandomSeed, .. Encoding.UTF8.GetBytes(request.Urn)]))[..6];
        var stem = new string([.. request.Name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).Trim('-');
        return $"{stem[..Math.Min(stem.Length, Longest - suffix.Length - 1)]}-{suffix}";
    }
}
