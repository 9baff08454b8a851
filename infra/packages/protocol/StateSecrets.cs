namespace EmbeddedPulumi.Protocol;

/// <summary>How secrets are kept in state: as ciphertext, or in the clear where a person asked for it.</summary>
/// <param name="Encrypt">From the JSON text of a value to its ciphertext; null writes <c>plaintext</c> instead.</param>
/// <param name="Decrypt">Back; it throws what the cipher throws for a wrong key.</param>
public sealed record StateSecrets(Func<string, string>? Encrypt, Func<string, string> Decrypt)
{
    /// <summary>Writes secrets in the clear, and reads only such.</summary>
    public static readonly StateSecrets Shown = new(
        null, _ => throw new PropertyFormatException("The state holds an encrypted secret, and there is no key to read it with."));

    // What stands inside a secret is not encrypted again: the outer ciphertext covers it.
    internal static readonly StateSecrets Inner = new(text => text, text => text);
}
