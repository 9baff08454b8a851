namespace PipAi.LocalCloud.Hosting;

/// <summary>Another process serves the local cloud of this folder.</summary>
/// <param name="directory">The cloud's folder.</param>
/// <param name="inner">What the file system said.</param>
public sealed class CloudAlreadyRunningException(string directory, Exception? inner = null)
    : IOException($"A local cloud already runs in '{directory}'.", inner);
