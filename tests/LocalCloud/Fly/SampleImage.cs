using System.Text.Json;

namespace PipAi.LocalCloud.Tests.Fly;

/// <summary>Puts images into a local cloud's registry; their program is the tests' own executable.</summary>
internal static class SampleImage
{
    /// <summary>Adds the image of <see cref="SampleMachine"/> under a digest of one repeated digit and returns its reference.</summary>
    public static string Add(string cloud, string app, char digit = 'a') => Add(cloud, app, digit, Environment.ProcessPath!, "machine");

    /// <summary>Adds an image that runs a shell script.</summary>
    public static string AddScript(string cloud, string app, string script) => Add(cloud, app, 'f', "/bin/sh", "-c", script);

    /// <summary>Adds an image that does nothing, for tests that need no more than a process: it starts in a moment.</summary>
    public static string AddSleeper(string cloud, string app) => Add(cloud, app, 'e', "/bin/sleep", "1000");

    private static string Add(string cloud, string app, char digit, params string[] entrypoint)
    {
        var hex = new string(digit, 64);
        var folder = Directory.CreateDirectory(Path.Combine(cloud, "registry", app, "sha256-" + hex)).FullName;
        var manifest = Path.Combine(folder, "image.json");
        if (!File.Exists(manifest)) File.WriteAllText(manifest, JsonSerializer.Serialize(
            new { entrypoint, env = new Dictionary<string, string> { ["FROM_IMAGE"] = "yes" }, workdir = "." }));
        return $"registry.fly.io/{app}@sha256:{hex}";
    }
}
