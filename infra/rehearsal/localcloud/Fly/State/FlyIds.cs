using System.Security.Cryptography;

namespace PipAi.LocalCloud.Fly.State;

/// <summary>Ids in the shapes Fly uses.</summary>
internal static class FlyIds
{
    private const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A ULID: 10 characters of time, 16 of chance; later ones sort later.</summary>
    public static string Ulid(TimeProvider time) => string.Create(26, time.GetUtcNow().ToUnixTimeMilliseconds(), (text, milliseconds) =>
    {
        for (var index = 9; index >= 0; index--, milliseconds >>= 5) text[index] = Crockford[(int)(milliseconds & 31)];
        RandomNumberGenerator.GetItems(Crockford, text[10..]);
    });

    /// <summary>Random lower-case hex digits.</summary>
    public static string Hex(int digits) => RandomNumberGenerator.GetHexString(digits, lowercase: true);

    /// <summary>An address of the kind machines have in the private network.</summary>
    public static string PrivateAddress() => $"fdaa:0:{Hex(4)}:a7b:{Hex(3)}:{Hex(4)}:{Hex(4)}:2";
}
