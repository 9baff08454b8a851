namespace PipAi.LocalCloud.Fly.Config;

/// <summary>A machine config that the API refuses.</summary>
/// <param name="message">Which field, its value, and the rule.</param>
internal sealed class InvalidConfigException(string message) : Exception(message);
