using System.Security.Cryptography;
using System.Text;
using EmbeddedPulumi.Engine.Errors;

namespace EmbeddedPulumi.Engine.Secrets;

/// <summary>
/// Pulumi's passphrase scheme: AES-256-GCM with a key from PBKDF2-HMAC-SHA256 over the passphrase. A ciphertext is
/// <c>v1:&lt;nonce&gt;:&lt;ciphertext and tag&gt;</c> in base64.
/// </summary>
internal sealed class PassphraseCipher
{
    /// <summary>Pulumi's number of rounds of the key's derivation.</summary>
    public const int Iterations = 1_000_000;

    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const string CheckText = "pulumi";
    private readonly byte[] key;

    private PassphraseCipher(byte[] key) => this.key = key;

    /// <summary>The text that a stack keeps: the KDF's salt and a check value that tells a wrong passphrase.</summary>
    public required string Salt { get; init; }

    /// <summary>A cipher with a new random salt. Takes about 0.3 s.</summary>
    public static PassphraseCipher New(string passphrase, int iterations = Iterations)
    {
        var salt = RandomNumberGenerator.GetBytes(8);
        var key = Derive(passphrase, salt, iterations);
        var check = new PassphraseCipher(key) { Salt = "" }.Encrypt(CheckText);
        return new PassphraseCipher(key) { Salt = $"v1:{Convert.ToBase64String(salt)}:{check}" };
    }

    /// <summary>The cipher of an existing salt. Takes about 0.3 s.</summary>
    /// <exception cref="EngineException">The passphrase is wrong, or the salt is not of this scheme.</exception>
    public static PassphraseCipher Open(string salt, string passphrase, int iterations = Iterations)
    {
        if (salt.Split(':', 3) is not ["v1", var text, var check] || check.Length == 0 || SaltBytes(text) is not { Length: > 0 } bytes)
        {
            throw new EngineException(
                ExitCategory.Configuration,
                ErrorCodes.EncryptionSalt,
                $"The encryption salt '{salt}' is damaged: it must have the form 'v1:<base64>:<check value>', as it was written when the "
                    + $"first secret of the stack was "
                + "encrypted. Without it no secret of the stack can be decrypted: put it back.",
                "git log -p -- 'Pulumi.*.yaml'");
        }

        var cipher = new PassphraseCipher(Derive(passphrase, bytes, iterations)) { Salt = salt };
        if (cipher.TryDecrypt(check) != CheckText)
        {
            throw new EngineException(
                ExitCategory.Credentials,
                ErrorCodes.Passphrase,
                "The passphrase does not open the stack's secrets. Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the "
                    + "one "
                + "they were written with.");
        }

        return cipher;
    }

    public string Encrypt(string plaintext)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceSize);
        var plain = Encoding.UTF8.GetBytes(plaintext);
        var sealedBytes = new byte[plain.Length + TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(0, plain.Length), sealedBytes.AsSpan(plain.Length));
        return $"v1:{Convert.ToBase64String(nonce)}:{Convert.ToBase64String(sealedBytes)}";
    }

    /// <exception cref="EngineException">The text was not written with this key, or was changed.</exception>
    public string Decrypt(string ciphertext) =>
        TryDecrypt(ciphertext) ?? throw new EngineException(
            ExitCategory.Credentials, ErrorCodes.Passphrase,
            "A secret value cannot be decrypted: it was written with another passphrase, or damaged.");

    private string? TryDecrypt(string ciphertext)
    {
        try
        {
            if (ciphertext.Split(':') is not ["v1", var nonce, var text]) return null;
            var sealedBytes = Convert.FromBase64String(text);
            if (sealedBytes.Length < TagSize) return null;
            var plain = new byte[sealedBytes.Length - TagSize];
            using var aes = new AesGcm(key, TagSize);
            aes.Decrypt(Convert.FromBase64String(nonce), sealedBytes.AsSpan(0, plain.Length), sealedBytes.AsSpan(plain.Length), plain);
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception error) when (error is AuthenticationTagMismatchException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[]? SaltBytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    private static byte[] Derive(string passphrase, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase), salt, iterations, HashAlgorithmName.SHA256, 32);
}
