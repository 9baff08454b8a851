using System.Security.Cryptography;
using System.Text;

namespace PipAi.Providers.Aws.Handlers;

/// <summary>Names that look random and are the same for the same parts.</summary>
internal static class DeterministicName
{
    /// <summary>64 hex digits.</summary>
    public static string Of(params IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
}
