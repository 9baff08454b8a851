namespace PipAi.Providers.Fly.Images;

/// <summary>
/// What was published for a rehearsal, by what it was made of: stacks and rehearsals that follow one another build the same sources once.
/// An entry appears whole or not at all; the ones used last are kept.
/// </summary>
/// <param name="folder">Where entries are, for instance below the build output of a checkout.</param>
internal sealed class BuildCache(string folder)
{
    private const int Kept = 6;
    private const string UnfinishedPrefix = ".unfinished-";
    private static readonly TimeSpan LongestWrite = TimeSpan.FromHours(1);

    /// <summary>Copies an entry into an empty folder.</summary>
    /// <returns>False where there is none, or it is removed in this moment: the folder is empty then.</returns>
    public bool TryTake(string key, string into)
    {
        var entry = Path.Combine(folder, key);
        try
        {
            if (!Directory.Exists(entry)) return false;
            Directory.SetLastWriteTimeUtc(entry, TimeProvider.System.GetUtcNow().UtcDateTime);
            Copy(entry, into);
            return true;
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            Directory.Delete(into, recursive: true);
            Directory.CreateDirectory(into);
            return false;
        }
    }

    /// <summary>
    /// Keeps a copy of a published folder. A cache that cannot be written keeps nothing, and the build is none the worse.
    /// </summary>
    public void Keep(string key, string published)
    {
        var unfinished = Path.Combine(folder, UnfinishedPrefix + Guid.NewGuid().ToString("n"));
        try
        {
            Copy(published, unfinished);
            if (!Directory.Exists(Path.Combine(folder, key))) Directory.Move(unfinished, Path.Combine(folder, key));
            RemoveOldest();
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            // Another build of the same was faster, or the disk is full.
        }
        finally
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        }
    }

    private void RemoveOldest()
    {
        var entries = new DirectoryInfo(folder).GetDirectories().ToLookup(
            entry => entry.Name.StartsWith(UnfinishedPrefix, StringComparison.Ordinal));
        var abandoned = entries[true].Where(entry => entry.LastWriteTimeUtc < TimeProvider.System.GetUtcNow().UtcDateTime - LongestWrite);
        foreach (var old in entries[false].OrderByDescending(entry => entry.LastWriteTimeUtc).Skip(Kept).Concat(abandoned))
            old.Delete(recursive: true);
    }

    private static bool IsRefusal(Exception failure) => failure is IOException or UnauthorizedAccessException;

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var child in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, child)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
