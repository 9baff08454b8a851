using System.Collections.Concurrent;

namespace EmbeddedPulumi.Engine.Secrets;

/// <summary>
/// The ciphers of one operation, derived at most once for each salt and off the calling thread, because deriving takes longer than
/// anything else that an empty preview does.
/// </summary>
internal sealed class StackCiphers(Func<string> passphrase, int? iterations = null)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<PassphraseCipher>>> opened = new(StringComparer.Ordinal);
    private readonly int rounds = iterations ?? PassphraseCipher.Iterations;
    private readonly Lazy<string> phrase = new(passphrase);
    private readonly Lock newLock = new();
    private Task<PassphraseCipher>? created;

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
