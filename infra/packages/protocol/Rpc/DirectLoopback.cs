namespace EmbeddedPulumi.Protocol.Rpc;

/// <summary>
/// Calls to this machine go through no proxy, whatever the environment names: a proxy cannot reach it, and would be given the local
/// tokens. One variable holds for this process, whichever of its HTTP clients asks, and for all that it starts.
/// </summary>
public static class DirectLoopback
{
    private static readonly string[] Names = ["NO_PROXY", "no_proxy"];
    private static readonly string[] Hosts = ["127.0.0.1", "::1", "[::1]", "localhost", ".localhost"];

    /// <summary>Excepts this machine, before the first call is made.</summary>
    public static void Except()
    {
        var exceptions = With(Environment.GetEnvironmentVariable);
        foreach (var name in Names) Environment.SetEnvironmentVariable(name, exceptions);
    }

    /// <summary>What an environment excepts, and this machine.</summary>
    /// <param name="environment">Reads a variable.</param>
    public static string With(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return string.Join(
            ',',
            Names.SelectMany(
                name => (environment(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Union(
                    Hosts));
    }
}
