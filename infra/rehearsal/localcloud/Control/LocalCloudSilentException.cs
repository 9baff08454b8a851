namespace PipAi.LocalCloud.Control;

/// <summary>A local cloud's process lives and does not answer, or not as a local cloud does.</summary>
/// <param name="endpoints">The cloud.</param>
/// <param name="why">What happened instead.</param>
/// <param name="timedOut">Whether no answer came in time.</param>
/// <param name="inner">What the client said.</param>
public sealed class LocalCloudSilentException(CloudEndpoints endpoints, string why, bool timedOut, Exception inner)
    : Exception(
        $"The local cloud of '{endpoints?.Stack}' (process {endpoints?.Process.Id}) does not answer: {why.TrimEnd(
            '.')}. Its process can be ended, all it holds is kept.", inner)
{
    /// <summary>Whether no answer came in time.</summary>
    public bool TimedOut { get; } = timedOut;

    /// <summary>A command that ends it and starts it again.</summary>
    public string Fix { get; } = $"kill -9 {endpoints?.Process.Id}; ./pipai cloud start --stack {endpoints?.Stack}";
}
