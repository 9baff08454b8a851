namespace PipAi.Workers.Pipeline.Storage;

/// <summary>No region served a read or write; it is worth trying again.</summary>
internal sealed class StorageUnavailableException(string action, string key, IEnumerable<string> answers, Exception? last)
    : Exception($"No region could {action} '{key}': {string.Join("; ", answers)}.", last);
