using System.Collections.Immutable;
using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Operations;

namespace PipAi.Benchmarks.Scale;

/// <summary>
/// A stack of many machines in a temporary folder: the engine here, the program and the provider in processes of their own.
/// </summary>
internal sealed class ScaleStack : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("scale-");
    private readonly StackContext context;

    private ScaleStack(int machines, LaunchCommand provider)
    {
        File.WriteAllText(Path.Combine(folder.FullName, "Pulumi.yaml"), "name: scale\nruntime: dotnet\n");
        context = new StackContext
        {
            ProjectFile = Path.Combine(folder.FullName, "Pulumi.yaml"),
            StackName = "dev",
            BackendDirectory = folder.FullName,
            Program = ScaleRole.Command("program", machines),
            Providers = ImmutableDictionary<string, LaunchCommand>.Empty.Add("fly", provider),
            Passphrase = () => "",
        };
    }

    /// <summary>A stack with Fly's real plugin, which has no cloud to change here.</summary>
    public static ScaleStack ToPreview(int machines) =>
        new(machines, LaunchCommand.Process(Path.Combine(AppContext.BaseDirectory, "pulumi-resource-fly")));

    /// <summary>A stack with a provider whose cloud takes no time.</summary>
    public static ScaleStack ToDeploy(int machines) => new(machines, ScaleRole.Command("provider", machines));

    /// <summary>Plans; the steps of the plan.</summary>
    public async Task<int> PreviewAsync()
    {
        var result = await new StackEngine(context).PreviewAsync(new PreviewOptions(), null, CancellationToken.None);
        return result.Succeeded ? result.Plan.Steps.Length : throw Failed(result.Diagnostics);
    }

    /// <summary>Deploys; the steps that were taken.</summary>
    public async Task<int> UpAsync()
    {
        var result = await new StackEngine(context).UpAsync(new UpOptions(), null, CancellationToken.None);
        return result.Succeeded ? result.Plan.Steps.Length : throw Failed(result.Diagnostics);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static InvalidOperationException Failed(IEnumerable<EmbeddedPulumi.Engine.Events.Diagnostic> diagnostics) =>
        new(string.Join('\n', diagnostics.Take(5).Select(diagnostic => diagnostic.Message)));
}
