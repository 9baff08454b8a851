namespace Pulumi.Experimental;

/// <summary>The engine that runs this program or plugin.</summary>
public interface IEngine
{
    /// <summary>Writes to the engine's log.</summary>
    Task LogAsync(LogRequest message);

    /// <summary>Fails unless the engine's version lies in the range, for example <c>&gt;=3.100.0</c>.</summary>
    Task RequirePulumiVersionAsync(string pulumiVersionRange);
}
