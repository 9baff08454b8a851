using EmbeddedPulumi.Engine.Errors;

namespace EmbeddedPulumi.Engine.Files;

/// <summary>Explains writes that the disk does not take.</summary>
internal static class DiskWrite
{
    /// <summary>Writes something.</summary>
    /// <param name="stack">The stack's name.</param>
    /// <param name="path">Where it is written, for the message.</param>
    /// <param name="write">The write.</param>
    /// <exception cref="EngineException">The disk is full, or does not take it for another reason.</exception>
    public static void Do(string stack, string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed(error.Message, error);
        }
        catch (ArgumentOutOfRangeException error)
        {
            // The runtime's word for EFBIG.
            throw Failed("File too large.", error);
        }

        EngineException Failed(string why, Exception error) => new(
            ExitCategory.Failed, ErrorCodes.StateNotWritten, $"The state of stack '{stack}' cannot be written to '{path}': {why}",
            cause: error);
    }
}
