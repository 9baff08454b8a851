namespace PipAi.Workers.Pipeline.Storage;

/// <summary>No region served a read or write; it is worth trying again.</summary>
internal sealed class StorageUnavailableException(string action, string key, string answers, Exception? last)
    : Exception($"No region could {action} '{key}': {answers}.", last);
