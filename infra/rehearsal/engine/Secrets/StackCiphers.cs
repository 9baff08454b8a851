using System.Collections.Concurrent;

namespace EmbeddedPulumi.Engine.Secrets;

/// <summary>
/// The ciphers of one operation, derived at most once for each salt and off the calling thread, because deriving takes longer than
/// anything else that an empty preview does.
/// </summary>
internal sealed class StackCiphers
{
    private readonly ConcurrentDictionary<string, Lazy<Task<PassphraseCipher>>> opened = new(StringComparer.Ordinal);
    private readonly int rounds;
    private readonly Lazy<string> phrase;
    private readonly Lock newLock = new();
    private Task<PassphraseCipher>? created;
    private volatile Exception? refusal;

    /// <param name="passphrase">Gives the passphrase; asked at most once.</param>
    /// <param name="iterations">Rounds of the derivation; null for Pulumi's.</param>
    public StackCiphers(Func<string> passphrase, int? iterations = null)
    {
        rounds = iterations ?? PassphraseCipher.Iterations;
        phrase = new(() =>
        {
            try
            {
                return passphrase();
            }
            catch (Exception error)
            {
                refusal = error;
                throw;
            }
        });
    }

    /// <summary>What was thrown in place of the passphrase. It says nothing of what is read with it; null where there is none.</summary>
    public Exception? Refusal => refusal;

    /// <summary>The cipher of an existing salt; the first call begins to derive it.</summary>
    public Task<PassphraseCipher> OpenAsync(string salt) =>
        opened.GetOrAdd(
            salt, key => new Lazy<Task<PassphraseCipher>>(() => Task.Run(() => PassphraseCipher.Open(key, phrase.Value, rounds)))).Value;

    /// <summary>One new cipher for a stack that has no salt yet.</summary>
    public Task<PassphraseCipher> NewAsync()
    {
        lock (newLock) return created ??= Task.Run(() => PassphraseCipher.New(phrase.Value, rounds));
    }
}
