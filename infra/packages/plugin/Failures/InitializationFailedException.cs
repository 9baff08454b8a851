namespace PipAi.Plugins.Failures;

/// <summary>
/// The resource exists, but did not become what was asked for. The engine must store its id and properties, so that the next
/// run goes on from there instead of creating it again.
/// </summary>
/// <remarks>
/// Pulumi's protocol carries this in the details of a gRPC status, which an engine may lose; providers therefore also find a
/// resource of theirs again when they are asked to create it once more.
/// </remarks>
/// <param name="id">The resource's id.</param>
/// <param name="outputs">Its properties as far as they are known.</param>
/// <param name="inputs">The inputs it was made from.</param>
/// <param name="reason">What went wrong and how to mend it.</param>
public sealed class InitializationFailedException(string id, PropertyMap outputs, PropertyMap inputs, string reason) : Exception(reason)
{
    /// <summary>Makes the failure from what was thrown meanwhile.</summary>
    public static InitializationFailedException From(Exception failure, string id, PropertyMap outputs, PropertyMap inputs) =>
        failure as InitializationFailedException ?? new(id, outputs, inputs, failure is OperationCanceledException
            ? $"It was interrupted before '{id}' was finished; run again to go on from there."
            : failure.Message);

    /// <summary>The resource's id.</summary>
    public string Id => id;

    /// <summary>The resource's properties as far as they are known.</summary>
    public PropertyMap Outputs => outputs;

    /// <summary>The inputs it was made from.</summary>
    public PropertyMap Inputs => inputs;
}
