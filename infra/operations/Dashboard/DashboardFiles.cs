using System.Collections.Frozen;

namespace PipAi.Operations.Dashboard;

/// <summary>The page's files, as they are in this assembly.</summary>
internal static class DashboardFiles
{
    private const string Prefix = "dashboard/";

    /// <summary>Path to content and its type.</summary>
    public static FrozenDictionary<string, (byte[] Content, string Type)> ByPath { get; } =
        typeof(DashboardFiles).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name == Prefix + "index.html" ? "/" : $"/{name[Prefix.Length..]}", Read);

    private static (byte[] Content, string Type) Read(string name)
    {
        using var stream = typeof(DashboardFiles).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return (content, Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        });
    }
}
