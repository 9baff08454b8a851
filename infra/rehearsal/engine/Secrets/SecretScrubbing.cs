using EmbeddedPulumi.Engine.Errors;

namespace EmbeddedPulumi.Engine.Secrets;

/// <summary>Takes secrets out of what is thrown: what is told as a diagnostic is masked on its way, an exception is not.</summary>
internal static class SecretScrubbing
{
    /// <summary>Does some work.</summary>
    /// <exception cref="EngineException">It failed; neither the message nor a cause has a secret that <paramref name="mask"/>
    /// knows.</exception>
    public static async Task<T> RunAsync<T>(SecretMask mask, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (error.ToString() is var text && mask.Apply(text) != text)
        {
            throw error is EngineException known
                ? new EngineException(known.Category, known.Code, mask.Apply(known.Message), known.Fix)
                : new EngineException(ExitCategory.Bug, ErrorCodes.Bug, mask.Apply(text));
        }
    }
}
