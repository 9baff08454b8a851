using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Backend;

/// <summary>The copies that are kept of a stack's state: the one from before the last write, and one from before each run.</summary>
internal sealed class StateCopies(StackPaths paths)
{
    /// <summary>The newest copy that can be read; null when there is none.</summary>
    /// <param name="read">Reads a state file.</param>
    public async Task<StateCopy?> NewestReadableAsync(Func<string, Task<StackState>> read)
    {
        foreach (var file in NewestFirst())
        {
            try
            {
                var state = await read(file);
                return new StateCopy(file, state.Written ?? File.GetLastWriteTimeUtc(file), file == paths.CheckpointCopy);
            }
            catch (Exception error) when (error is EngineException
            {
                Code: ErrorCodes.StateDamaged or ErrorCodes.StateTooNew
                or ErrorCodes.StateUnreadable or ErrorCodes.SecretsProvider
            } or IOException or UnauthorizedAccessException)
            {
                // A damaged state that gave way to a copy is kept among the backups, too.
            }
        }

        return null;
    }

    private IEnumerable<string> NewestFirst()
    {
        if (File.Exists(paths.CheckpointCopy)) yield return paths.CheckpointCopy;
        if (!Directory.Exists(paths.Backups)) yield break;
        // Their names end in the time, in as many digits each.
        foreach (var file in Directory.GetFiles(paths.Backups, $"{paths.Stack}.*.json").OrderDescending(StringComparer.Ordinal))
            yield return file;
    }
}
