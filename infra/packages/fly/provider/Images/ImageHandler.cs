using System.Net.Http.Headers;
using System.Text;
using PipAi.Plugins.Hosting;
using PipAi.Plugins.Properties;
using PipAi.Providers.Fly.Api;
using PipAi.Providers.Fly.Sessions;
using PipAi.Providers.Fly.Settings;
using PipAi.Providers.Fly.Values;

namespace PipAi.Providers.Fly.Images;

/// <summary>The resource type Image.</summary>
internal sealed class ImageHandler(Func<FlySession> session, FlyProviderEnvironment surroundings) : ResourceHandler, IDisposable
{
    // Two builds at once are slower than two in a row, and share the intermediate output.
    private readonly SemaphoreSlim turn = new(1);

    public override string Token => "fly:index:Image";

    public override IEnumerable<CheckFailure> Check(PropertyMap inputs)
    {
        if (inputs.Text("context") is not { } context || inputs.Text("project") is not { } project) yield break;
        var folder = Path.GetFullPath(context, surroundings.Directory);
        if (!Directory.Exists(folder))
        {
            yield return new CheckFailure(
                "context", $"there is no folder '{context}' (looked for '{folder}'; paths are relative to the program's folder).");
        }
        else if (!File.Exists(Path.Combine(folder, project)))
        {
            var projects = Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories).Select(
                file => Path.GetRelativePath(folder, file).Replace('\\', '/'));
            var hint = Spelling.DidYouMean(project, projects);
            yield return new CheckFailure("project", $"there is no project '{project}' in '{context}'{(hint.Length > 0 ? hint : ".")}");
        }

        if (inputs.Text("configuration") is { } configuration && configuration.Any(c => !char.IsAsciiLetterOrDigit(c)))
            yield return new CheckFailure("configuration", $"'{configuration}' is not a build configuration like Release.");
    }

    public override PropertyMap Complete(CheckRequest request, PropertyMap inputs) =>
        Sources(inputs) is { } sources
            ? inputs.With("sourceHash", sources.Hash(BuildSettings(inputs))) : inputs.With("sourceHash", PropertyValue.Computed);

    public override PropertyMap Normal(PropertyMap inputs) =>
        NormalProperties.Pruned(NormalProperties.Defaults(inputs, ("configuration", "Release")));

    public override PropertyMap Planned(PropertyMap inputs, PropertyMap? oldOutputs)
    {
        var unchanged = oldOutputs is not null && oldOutputs.Text("sourceHash") is { } hash && hash == inputs.Text("sourceHash");
        return inputs.WithoutNulls()
            .With("digest", unchanged ? oldOutputs!.GetValueOrDefault("digest") : PropertyValue.Computed)
            .With("reference", unchanged ? oldOutputs!.GetValueOrDefault("reference") : PropertyValue.Computed);
    }

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        var name = Path.GetFileNameWithoutExtension(request.Inputs.RequiredText("project"));
        return new CreateResponse
        {
            Id = ResourceIds.Join(request.Inputs.RequiredText("app"), name),
            Outputs = await BuildAsync(request.Inputs, request.Urn, cancellation),
        };
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellation)
    {
        var (app, digest) = (request.Outputs.Text("app"), request.Outputs.Text("digest"));
        if (app is null || digest is null)
            throw new InvalidOperationException(
                $"An image cannot be imported ('{request.Id}'): it is built from the sources by the next 'up'.");
        var exists = session().Settings.RegistryFolder is { } folder
            ? new FolderRegistry(folder).Has(app, digest)
            : await IsInRegistryAsync(app, digest, cancellation);
        return exists
            ? new ReadResponse { Id = request.Id, Inputs = request.Inputs, Outputs = request.Outputs } : new ReadResponse { Id = "" };
    }

    public override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellation) =>
        new() { Outputs = await BuildAsync(request.NewInputs, request.Urn, cancellation) };

    // Machines may still run it, and registries clean up by themselves.
    public override Task DeleteAsync(DeleteRequest request, CancellationToken cancellation) => Task.CompletedTask;

    public void Dispose() => turn.Dispose();

    private async Task<PropertyMap> BuildAsync(PropertyMap inputs, string urn, CancellationToken cancellation)
    {
        var app = inputs.RequiredText("app");
        var sources = Sources(inputs) ?? throw new InvalidOperationException("The image's context and project are not known.");
        // The sources may have changed between the plan and now; what is recorded must be what was built.
        inputs = inputs.With("sourceHash", sources.Hash(BuildSettings(inputs)));
        if (turn.CurrentCount == 0) await Log.StatusAsync("waits for the build of another image", urn);
        await turn.WaitAsync(cancellation);
        try
        {
            await Log.StatusAsync($"building {Path.GetFileNameWithoutExtension(inputs.Text("project"))}", urn);
            var build = new ImageBuild(session().Settings, new DotnetCommand(surroundings.Environment), sources, inputs)
            {
                Progress = step => Log.StatusAsync(step, urn),
            };
            var digest = await build.RunAsync(cancellation);
            return inputs.WithoutNulls().With("digest", digest).With("reference", $"registry.fly.io/{app}@{digest}");
        }
        finally
        {
            turn.Release();
        }
    }

    private SourceTree? Sources(PropertyMap inputs) =>
        inputs.Text("context") is { } context && inputs.Text("project") is { } project
            ? new SourceTree(Path.GetFullPath(context, surroundings.Directory), project)
            : null;

    // The files are hashed by the tree; these are what else decides over the result.
    private static IEnumerable<string> BuildSettings(PropertyMap inputs) =>
    [
        inputs.Text("project") ?? "", inputs.Text("configuration") ?? "Release", inputs.Text("runtimeIdentifier") ?? "",
        inputs.Text("baseImage") ?? "",
        .. inputs.Map("buildProperties").OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"),
    ];

    private async Task<bool> IsInRegistryAsync(string app, string digest, CancellationToken cancellation)
    {
        var settings = session().Settings;
        var token = settings.RegistryToken ?? settings.Token ?? "";
        using var http = new HttpClient(surroundings.Http());
        using var head = new HttpRequestMessage(HttpMethod.Head, $"https://{settings.Registry}/v2/{app}/manifests/{digest}");
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes("x:" + FlyAuthorization.Bare(token)));
        head.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        head.Headers.Accept.ParseAdd("application/vnd.oci.image.manifest.v1+json");
        head.Headers.Accept.ParseAdd("application/vnd.docker.distribution.manifest.v2+json");
        using var answer = await http.SendAsync(head, cancellation);
        // Only a clear "no" is one: a registry that fails or refuses says nothing about the image.
        return answer.StatusCode != System.Net.HttpStatusCode.NotFound;
    }
}
