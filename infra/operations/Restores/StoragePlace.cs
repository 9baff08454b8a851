namespace PipAi.Operations.Restores;

/// <summary>A bucket, all below a prefix of it, or one object.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Region">Its AWS region.</param>
/// <param name="Key">The object's key, or a prefix, which is empty or ends with a slash.</param>
internal sealed record StoragePlace(string Bucket, string Region, string Key = "")
{
    /// <summary>Whether it is everything below a prefix, and not one object.</summary>
    public bool IsPrefix => Key.Length == 0 || Key.EndsWith('/');

    /// <summary>Whether a key belongs to it.</summary>
    public bool Covers(string key) => IsPrefix ? key.StartsWith(Key, StringComparison.Ordinal) : key == Key;

    /// <summary>Where a key of this place is at another one; one without a prefix keeps the names as they are.</summary>
    public string KeyAt(StoragePlace target, string key) =>
        target.Key.Length == 0 ? key
        : !target.IsPrefix ? target.Key
        : target.Key + (IsPrefix ? key[Key.Length..] : key[(key.LastIndexOf('/') + 1)..]);

    /// <inheritdoc/>
    public override string ToString() => $"s3://{Bucket}{(Key.Length > 0 ? "/" + Key : "")}";
}
