using System.Runtime.InteropServices;
using PipAi.Plugins.Properties;
using PipAi.Providers.Fly.Api;
using PipAi.Providers.Fly.Settings;

namespace PipAi.Providers.Fly.Images;

/// <summary>
/// Builds an image: for a rehearsal the published output in a folder, for a deployment a container pushed by the .NET SDK itself,
/// without Docker. The same sources give the same digest, wherever and whenever they are built.
/// </summary>
internal sealed class ImageBuild(FlySettings settings, DotnetCommand dotnet, SourceTree sources, PropertyMap inputs)
{
    private readonly string name = Path.GetFileNameWithoutExtension(sources.ProjectFile);
    private readonly string app = inputs.RequiredText("app");

    /// <summary>Gets each step of the build when it is done.</summary>
    public Func<string, Task> Progress { get; init; } = _ => Task.CompletedTask;

    /// <summary>Builds, stores and answers with the digest.</summary>
    public Task<string> RunAsync(CancellationToken cancellation) =>
        settings.RegistryFolder is { } folder ? ToFolderAsync(new FolderRegistry(folder), cancellation) : ToRegistryAsync(cancellation);

    private async Task<string> ToFolderAsync(FolderRegistry registry, CancellationToken cancellation)
    {
        var staging = registry.Staging(app);
        try
        {
            // The machines of a rehearsal are processes here: they need this machine's kind of executable.
            var runtime = inputs.Text("runtimeIdentifier") ?? RuntimeInformation.RuntimeIdentifier;
            var key = $"{name}-{inputs.RequiredText("sourceHash")[..32]}-{runtime}-{Environment.Version}";
            var cache = settings.BuildCache is { } kept ? new BuildCache(kept) : null;
            if (cache?.TryTake(key, staging) is true)
            {
                await Progress($"{name} was built before");
            }
            else
            {
                var arguments = Arguments(runtime, registry.BuildFolder).Append("--output").Append(staging);
                await dotnet.RunAsync(sources.ProjectFile, arguments, ImmutableDictionary<string, string>.Empty, HearAsync, cancellation);
                cache?.Keep(key, staging);
            }

            return registry.Store(app, staging, EntryPoint(staging));
        }
        finally
        {
            if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
        }
    }

    private async Task<string> ToRegistryAsync(CancellationToken cancellation)
    {
        var token = settings.RegistryToken ?? settings.Token ?? throw new BuildFailedException(
            $"The image of app '{app}' cannot be pushed to {settings.Registry}: no API token is set.\n    export FLY_API_TOKEN=$(fly "
                + $"tokens create org)");
        var credentials = new Dictionary<string, string>
        {
            ["DOTNET_CONTAINER_PUSH_REGISTRY_UNAME"] = "x",
            ["DOTNET_CONTAINER_PUSH_REGISTRY_PWORD"] = FlyAuthorization.Bare(token),
        };
        var cache = Path.Combine(Path.GetTempPath(), "pulumi-resource-fly", inputs.RequiredText("sourceHash")[..16]);
        try
        {
            return await PushAsync(cache, credentials, cancellation);
        }
        catch (BuildFailedException failure) when (failure.Message.Contains("CONTAINER1", StringComparison.Ordinal))
        {
            // Parallel uploads are what slow lines trip over.
            credentials["DOTNET_CONTAINER_REGISTRY_PARALLEL_UPLOAD"] = "false";
            return await PushAsync(cache, credentials, cancellation);
        }
    }

    private Task HearAsync(string line) => BuildStep.Of(line, name) is { } step ? Progress(step) : Task.CompletedTask;

    private async Task<string> PushAsync(string cache, IReadOnlyDictionary<string, string> credentials, CancellationToken cancellation)
    {
        // Into a file: on standard output the digest would take the place of the progress.
        var answer = Path.Combine(Directory.CreateDirectory(cache).FullName, $"{name}.digest");
        File.Delete(answer);
        List<string> arguments =
        [
            .. Arguments(inputs.Text("runtimeIdentifier") ?? "linux-x64", cache),
            "-t:PublishContainer", "-getProperty:GeneratedContainerDigest", $"-getResultOutputFile:{answer}",
            Property("ContainerRegistry", settings.Registry),
            Property("ContainerRepository", app),
            Property("ContainerImageTag", "src-" + inputs.RequiredText("sourceHash")[..12]),
        ];
        if (inputs.Text("baseImage") is { } image) arguments.Add(Property("ContainerBaseImage", image));
        var said = await dotnet.RunAsync(sources.ProjectFile, arguments, credentials, HearAsync, cancellation);
        var digest = File.Exists(answer) ? await File.ReadAllTextAsync(answer, cancellation) : "";
        return digest.Split('\n', StringSplitOptions.TrimEntries).LastOrDefault(
            line => line.StartsWith("sha256:", StringComparison.Ordinal))
            ?? throw new BuildFailedException($"The image of app '{app}' was pushed, but the SDK did not say its digest: {said.Trim()}");
    }

    private IEnumerable<string> Arguments(string runtime, string artifacts) =>
    [
        "publish", sources.ProjectFile, "--nologo", "--verbosity", "minimal", "--tl:off", "--disable-build-servers",
        "--configuration", inputs.Text("configuration") ?? "Release", "--runtime", runtime, "--self-contained", "false",
        "--artifacts-path", artifacts,
        // The same bytes from the same sources: no paths, no commit ids, no symbols.
        Property("ContinuousIntegrationBuild", "true"), Property("PathMap", $"{sources.Top}=/_,{Path.GetFullPath(artifacts)}=/_build"),
        Property("IncludeSourceRevisionInInformationalVersion", "false"), Property("EnableSourceLink", "false"),
        Property("DebugType", "none"), Property("GenerateDocumentationFile", "false"), Property("RunAnalyzers", "false"),
        .. inputs.Map("buildProperties").OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => Property(p.Key, Text(p.Value))),
    ];

    // On the command line MSBuild takes commas and semicolons for the start of the next property.
    private static string Property(string name, string value) =>
        $"-p:{name}="
            + value.Replace("%", "%25", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal).Replace(
                ";", "%3B", StringComparison.Ordinal);

    private static string Text(PropertyValue value) => value.TryGetString(out var text) ? text : "";

    // The apphost has the name of the runtime configuration beside it.
    private string EntryPoint(string published) =>
        Directory.EnumerateFiles(published, "*.runtimeconfig.json").Select(Path.GetFileName).OfType<string>().FirstOrDefault() is { } file
            ? file[..^".runtimeconfig.json".Length] + (OperatingSystem.IsWindows() ? ".exe" : "")
            : throw new BuildFailedException(
                $"The project '{sources.ProjectFile}' is a library; an image needs a program (OutputType Exe).");
}
