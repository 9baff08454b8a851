using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Files;
using EmbeddedPulumi.Engine.Secrets;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Backend;

/// <summary>Reads and writes one stack's state file, its copy and its backups.</summary>
internal sealed class CheckpointStore(StackPaths paths, StackContext context, CheckpointFormat format, StackCiphers ciphers)
{
    private string? salt;
    private PassphraseCipher? cipher;

    /// <summary>Opens it with a passphrase reader of its own, outside of any operation.</summary>
    public static CheckpointStore Of(StackPaths paths, StackContext context, CheckpointFormat format) =>
        new(paths, context, format, new StackCiphers(context.Passphrase, context.KeyIterations));

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

    /// <summary>The stored state, whether it keeps the rules or not.</summary>
    /// <exception cref="EngineException">The file cannot be parsed, or is newer than this engine.</exception>
    public async Task<StackState> LoadAnyAsync()
    {
        var state = await ReadAsync(
            await BytesAsync(paths.Checkpoint), $"The state in '{paths.Checkpoint}'", error => DamagedAsync(paths.Checkpoint, error),
            async (content, ciphers) => (await format.ReadAnyAsync(content, ciphers)).State);
        salt = state.Salt;
        return state;
    }

    /// <summary>Writes the state durably; a reader of the file sees the old state or the new one, never half of one.</summary>
    /// <exception cref="EngineException">The file cannot be written, or nobody could read it then.</exception>
    public async Task SaveAsync(StackState state)
    {
        Check(state);
        var ready = await CipherAsync(state);
        var written = state with { Written = context.Time.GetLocalNow(), Salt = salt };
        var content = format.WriteCheckpoint(written, context.StackName, paths.Project, ready);
        DiskWrite.Do(context.StackName, paths.Checkpoint, () =>
        {
            if (!File.Exists(paths.Meta)) DurableFile.Write(paths.Meta, "version: 1\n"u8);
            DurableFile.Write(paths.Checkpoint, content, paths.CheckpointCopy);
        });
    }

    /// <summary>
    /// Keeps the state as it was before a run, and leaves it readable for the stock CLI, which may have been killed while it wrote.
    /// </summary>
    /// <returns>The copy; null when there is nothing to copy.</returns>
    public string? BackUp()
    {
        if (!Exists) return null;
        var copy = Path.Combine(paths.Backups, $"{context.StackName}.{UnixNanoseconds(context.Time)}.json");
        DiskWrite.Do(context.StackName, copy, () =>
        {
            Directory.CreateDirectory(paths.Backups);
            File.Copy(paths.Checkpoint, copy, overwrite: true);
            DurableFile.RemoveAttributes(paths.Checkpoint);
        });
        return copy;
    }

    /// <summary>The newest copy of the state that can be read; null when there is none.</summary>
    public Task<StateCopy?> NewestCopyAsync() => new StateCopies(paths).NewestReadableAsync(ReadAsync);

    /// <summary>Reads a state file, ours or the stock CLI's.</summary>
    /// <exception cref="EngineException">The file is damaged, or newer than this engine.</exception>
    public async Task<StackState> ReadAsync(string file) =>
        await ReadAsync(await BytesAsync(file), $"The state in '{file}'", error => DamagedAsync(file, error), format.ReadAsync);

    /// <summary>Reads a document that somebody gave.</summary>
    /// <param name="document">The document.</param>
    /// <param name="name">What it is called where it came from.</param>
    /// <exception cref="EngineException">It is no export of a state, or newer than this engine.</exception>
    public Task<StateDocument> ReadDocumentAsync(ReadOnlyMemory<byte> document, string name) =>
        ReadAsync(document, name, error => Task.FromResult(new EngineException(
            ExitCategory.Configuration,
            ErrorCodes.Document,
            $"{name} is no export of a state: {error.Message.TrimEnd('.')}. Nothing was changed.",
            $"pulumi stack export --stack {context.StackName} --file state.json",
            error)), format.ReadDocumentAsync);

    private static async Task<byte[]> BytesAsync(string file)
    {
        try
        {
            return await File.ReadAllBytesAsync(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(
                ExitCategory.Failed, ErrorCodes.StateUnreadable, $"The state in '{file}' cannot be read: {error.Message}",
                $"ls -l '{file}'", error);
        }
    }

    private async Task<T> ReadAsync<T>(
        ReadOnlyMemory<byte> content, string what, Func<Exception, Task<EngineException>> damaged,
        Func<ReadOnlyMemory<byte>, StackCiphers, Task<T>> read)
    {
        try
        {
            return await read(content, ciphers);
        }
        catch (StateTooNewException error)
        {
            throw new EngineException(
                ExitCategory.Failed,
                ErrorCodes.StateTooNew,
                $"{what} is of version {error.Version}; this engine knows versions up to 4. Use the program that wrote it.");
        }
        catch (SecretsProviderException error)
        {
            throw new EngineException(
                ExitCategory.Configuration,
                ErrorCodes.SecretsProvider,
                $"{what} is not damaged, but {error.Message}; here only secrets under a passphrase can be read. Export it with the "
                    + $"secrets in plain text, and keep that file private:",
                $"pulumi stack export --show-secrets --stack {context.StackName} --file state.json",
                error);
        }
        catch (Exception error) when (error is not (EngineException or OutOfMemoryException) && error != ciphers.Refusal)
        {
            throw await damaged(error);
        }
    }

    /// <summary>
    /// The cipher that secrets of this stack are written with, for writing this state. It is made now if the state needs it and there is
    /// none yet; nobody is asked for a passphrase for a state without secrets.
    /// </summary>
    public async Task<Func<PassphraseCipher>> CipherAsync(StackState state)
    {
        if (cipher is null && format.NeedsCipher(state))
        {
            cipher = await (salt is null ? ciphers.NewAsync() : ciphers.OpenAsync(salt));
            salt = cipher.Salt;
        }

        return () => cipher ?? throw new InvalidOperationException("A secret is to be written that was not found before.");
    }

    /// <summary>Uses the salt of the stack file where the state has none.</summary>
    public void Adopt(string? stackFileSalt) => salt ??= stackFileSalt;

    public static long UnixNanoseconds(TimeProvider time) => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;

    /// <summary>What a reader would call damaged is not written.</summary>
    /// <exception cref="EngineException">It breaks a rule.</exception>
    public void Check(StackState state, string fix = "state repair")
    {
        try
        {
            StateIntegrity.Check(state.Resources);
        }
        catch (StateRuleException broken)
        {
            throw new EngineException(
                ExitCategory.Failed,
                ErrorCodes.StateNotWritten,
                $"The state of '{context.StackName}' is not written, since nobody could read it then: {broken.Message}. The state from "
                    + $"before is kept.",
                $"{context.CommandName} {fix} --stack {context.StackName}",
                broken);
        }
    }

    private async Task<EngineException> DamagedAsync(string file, Exception error)
    {
        // A state that can be parsed, but breaks a rule, is mended better than exchanged for an older one.
        if (error is StateRuleException)
        {
            return new EngineException(
                ExitCategory.Failed, ErrorCodes.StateDamaged, $"The state in '{file}' is damaged: {error.Message}.",
                $"{context.CommandName} state repair --stack {context.StackName}", error);
        }

        var copy = file == paths.Checkpoint ? await NewestCopyAsync() : null;
        return new EngineException(
            ExitCategory.Failed,
            ErrorCodes.StateDamaged,
            $"The state in '{file}' is damaged: {error.Message.TrimEnd('.')}.{(copy is null
                ? "" : " " + copy.Offer(context.Time.GetUtcNow()))}",
            copy is null ? null : $"{context.CommandName} doctor --stack {context.StackName}",
            error);
    }
}
