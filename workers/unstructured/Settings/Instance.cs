namespace PipAi.Workers.Unstructured.Settings;

/// <summary>Which instance of the service this process is.</summary>
/// <param name="Machine">The Fly machine id (<c>FLY_MACHINE_ID</c>), else the host's name.</param>
/// <param name="Region">The Fly region (<c>FLY_REGION</c>), else <c>local</c>.</param>
internal sealed record Instance(string Machine, string Region)
{
    /// <summary>Reads it from the environment.</summary>
    public static Instance Load(Func<string, string?> read) => new(
        read("FLY_MACHINE_ID") is { Length: > 0 } machine ? machine : Environment.MachineName,
        read("FLY_REGION") is { Length: > 0 } region ? region : "local");
}
