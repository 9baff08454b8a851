using System.Globalization;
using System.Text.Json;
using EmbeddedPulumi.Engine.Secrets;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.State;

/// <summary>Reads and writes one stack's state file, its copy and its backups.</summary>
internal sealed class CheckpointStore(StackPaths paths, StackContext context, CheckpointFormat format, StackCiphers ciphers)
{
    private string? salt;
    private PassphraseCipher? cipher;

    public bool Exists => File.Exists(paths.Checkpoint);

    /// <summary>The stored state; the empty one for a stack that was never written.</summary>
    /// <exception cref="EngineException">The file is damaged, or newer than this engine.</exception>
    public async Task<StackState> LoadAsync()
    {
        if (!Exists) return StackState.Empty;
        var state = await ReadAsync(paths.Checkpoint);
        salt = state.Salt;
        return state;
    }

    /// <summary>Writes the state durably; whoever reads the file sees the old state or the new one, never half of one.</summary>
    /// <exception cref="EngineException">The file cannot be written.</exception>
    public void Save(StackState state)
    {
        var written = Stamp(state);
        var content = format.WriteCheckpoint(written, context.StackName, paths.Project, Cipher);
        // The cipher may have been made while the resources were encoded.
        if (salt != written.Salt) content = format.WriteCheckpoint(Stamp(state), context.StackName, paths.Project, Cipher);
        DiskWrite.Do(context.StackName, paths.Checkpoint, () =>
        {
            if (!File.Exists(paths.Meta)) DurableFile.Write(paths.Meta, "version: 1\n"u8);
            DurableFile.Write(paths.Checkpoint, content, paths.CheckpointCopy);
        });
    }

    /// <summary>Keeps the state as it was before a run.</summary>
    public void BackUp()
    {
        if (!Exists) return;
        var copy = Path.Combine(paths.Backups, $"{context.StackName}.{UnixNanoseconds(context.Time)}.json");
        DiskWrite.Do(context.StackName, copy, () =>
        {
            Directory.CreateDirectory(paths.Backups);
            File.Copy(paths.Checkpoint, copy, overwrite: true);
        });
    }

    /// <summary>Reads a state file, whoever wrote it.</summary>
    /// <exception cref="EngineException">The file is damaged, or newer than this engine.</exception>
    public async Task<StackState> ReadAsync(string file)
    {
        try
        {
            return await format.ReadAsync(await File.ReadAllBytesAsync(file), ciphers);
        }
        catch (StateTooNewException error)
        {
            throw new EngineException(
                ExitCategory.Failed,
                ErrorCodes.StateTooNew,
                $"The state in '{file}' is of version {error.Version}; this engine knows versions up to 4. Use the program that wrote it.");
        }
        catch (Exception error) when (error is JsonException or PropertyFormatException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Damaged(file, error);
        }
    }

    /// <summary>The cipher that secrets of this stack are written with; made now if there is none yet.</summary>
    public PassphraseCipher Cipher()
    {
        if (cipher is not null) return cipher;
        // Writing is done by one dedicated thread, which has nothing else to do meanwhile.
#pragma warning disable VSTHRD002
        cipher = (salt is null ? ciphers.NewAsync() : ciphers.OpenAsync(salt)).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        salt = cipher.Salt;
        return cipher;
    }

    /// <summary>Uses the salt of the stack file where the state has none.</summary>
    public void Adopt(string? stackFileSalt) => salt ??= stackFileSalt;

    public static long UnixNanoseconds(TimeProvider time) => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;

    private StackState Stamp(StackState state) => state with { Written = context.Time.GetLocalNow(), Salt = salt };

    private EngineException Damaged(string file, Exception error)
    {
        var copy = file == paths.Checkpoint && File.Exists(paths.CheckpointCopy)
            ? $" The copy of the state before the last write, of {Time(paths.CheckpointCopy)}, can take its place."
            : "";
        return new EngineException(
            ExitCategory.Failed,
            ErrorCodes.StateDamaged,
            $"The state in '{file}' is damaged: {error.Message.TrimEnd('.')}.{copy}",
            copy.Length > 0 ? $"{context.CommandName} doctor --stack {context.StackName}" : null,
            error);
    }

    private static string Time(string file) =>
        File.GetLastWriteTimeUtc(file).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
