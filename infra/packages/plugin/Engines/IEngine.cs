namespace PipAi.Plugins.Engines;

/// <summary>The engine that runs this plugin.</summary>
public interface IEngine
{
    /// <summary>Writes to the engine's log.</summary>
    Task LogAsync(LogRequest message);
}
