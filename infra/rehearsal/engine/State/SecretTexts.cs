using System.Collections.Concurrent;
using EmbeddedPulumi.Engine.Secrets;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.State;

/// <summary>
/// Encrypts what a state keeps secret. A value that did not change keeps its ciphertext, so that a state file changes only where
/// the state does.
/// </summary>
internal sealed class SecretTexts
{
    private readonly ConcurrentDictionary<(string Urn, string Plain), string> known = new();
    private readonly ConcurrentDictionary<string, byte> plain = new(StringComparer.Ordinal);

    /// <summary>The plain texts of all secrets that went through here, as JSON.</summary>
    public IEnumerable<string> PlainTexts => plain.Keys;

    /// <summary>Decrypts the secrets of one resource, and remembers them.</summary>
    public StateSecrets Reading(string urn, Func<PassphraseCipher> cipher) => new(
        null,
        text =>
        {
            var value = cipher().Decrypt(text);
            known.TryAdd((urn, value), text);
            plain.TryAdd(value, 0);
            return value;
        });

    /// <summary>Encrypts the secrets of one resource.</summary>
    public StateSecrets Writing(string urn, Func<PassphraseCipher> cipher) => new(
        value =>
        {
            plain.TryAdd(value, 0);
            return known.GetOrAdd((urn, value), static (key, cipher) => cipher().Encrypt(key.Plain), cipher);
        },
        text => text);

    /// <summary>Forgets all ciphertexts: the state is from now on written with another cipher.</summary>
    public void Forget() => known.Clear();
}
