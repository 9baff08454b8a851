namespace PipAi.Providers.Fly.Images;

/// <summary>An image could not be built.</summary>
internal sealed class BuildFailedException(string message) : Exception(message);
