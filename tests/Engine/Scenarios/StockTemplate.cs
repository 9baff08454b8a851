using PipAi.Testing;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>A stack that the Pulumi CLI has made, to be copied: making one takes as long as an update.</summary>
internal sealed class StockTemplate : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>The settings file as the CLI wrote it.</summary>
    public string Settings { get; private set; } = "";

    /// <summary>The CLI's version.</summary>
    public string Version { get; private set; } = "";

    public static async Task<StockTemplate> MakeAsync(string home, CancellationToken cancellation)
    {
        var template = new StockTemplate();
        await File.WriteAllTextAsync(template.folder["Pulumi.yaml"], "name: proj\nruntime: dotnet\n", cancellation);
        var (code, said) = await StockEngine.CallAsync(home, template.folder.Path, "none:0", ["stack", "init", "dev"], cancellation);
        if (code != 0) throw new InvalidOperationException(said);
        template.Settings = await File.ReadAllTextAsync(template.folder["Pulumi.dev.yaml"], cancellation);
        template.Version = (await StockEngine.CallAsync(home, template.folder.Path, "none:0", ["version"], cancellation)).Said.Trim()
            .TrimStart('v');
        return template;
    }

    public void CopyTo(string place)
    {
        foreach (var file in Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(place, Path.GetRelativePath(folder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => folder.Dispose();
}
