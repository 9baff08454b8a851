using PipAi.Plugins.Diffing;
using PipAi.Plugins.Schema;

namespace PipAi.Plugins.Hosting;

/// <summary>
/// A provider that is driven by its schema: it checks inputs strictly, computes differences, answers previews without the
/// network, and hands the rest to one <see cref="ResourceHandler"/> per resource type.
/// </summary>
/// <param name="schema">The package's schema.</param>
/// <param name="engine">Takes what the provider tells the user; null where nobody listens.</param>
public abstract class SchemaProvider(PackageSchema schema, IEngine? engine) : Provider
{
    private readonly ProviderLog log = new(engine);

    /// <summary>The package's schema.</summary>
    protected PackageSchema Schema { get; } = schema;

    /// <summary>Every resource type of the package.</summary>
    protected abstract IReadOnlyList<ResourceHandler> Kinds { get; }

    /// <inheritdoc/>
    public override Task<GetSchemaResponse> GetSchemaAsync(GetSchemaRequest request, CancellationToken ct) =>
        Task.FromResult(new GetSchemaResponse { Schema = Schema.Text });

    /// <inheritdoc/>
    public override Task<CheckResponse> CheckConfigAsync(CheckRequest request, CancellationToken ct)
    {
        var settings = ProviderSettings.Parse(Schema.Provider, request.NewInputs.Remove("version"));
        var failures = SchemaCheck.Failures(Schema, Schema.Provider, settings);
        return Task.FromResult(new CheckResponse { Inputs = request.NewInputs, Failures = [.. failures, .. CheckSettings(settings)] });
    }

    /// <inheritdoc/>
    public override Task<DiffResponse> DiffConfigAsync(DiffRequest request, CancellationToken ct)
    {
        var diff = InputDiff.Between(request.OldInputs, request.NewInputs);
        return Task.FromResult(new DiffResponse { Changes = !diff.IsEmpty, Diffs = [.. diff.Properties] });
    }

    /// <inheritdoc/>
    public override Task<ConfigureResponse> ConfigureAsync(ConfigureRequest request, CancellationToken ct)
    {
        Use(ProviderSettings.Parse(Schema.Provider, request.Args));
        return Task.FromResult(new ConfigureResponse { AcceptSecrets = true, SupportsPreview = true });
    }

    /// <inheritdoc/>
    public override Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct)
    {
        var kind = Kind(request.Type);
        var failures = SchemaCheck.Failures(Schema, Schema.Resource(request.Type), request.NewInputs).ToList();
        if (failures.Count == 0) failures.AddRange(kind.Check(request.NewInputs));
        return Task.FromResult(new CheckResponse
        {
            Failures = failures,
            Inputs = failures.Count == 0 ? kind.Complete(request, request.NewInputs) : request.NewInputs,
        });
    }

    /// <inheritdoc/>
    public override Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken ct) =>
        Task.FromResult(Kind(request.Type).Diff(request, Schema.Resource(request.Type)));

    /// <inheritdoc/>
    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct)
    {
        var kind = Kind(request.Type);
        if (request.Preview) return new CreateResponse { Outputs = kind.Planned(request.Inputs, null) };
        return await WithinAsync(
            request.Timeout, $"{request.Type} '{request.Name}' was not created", token => kind.CreateAsync(request, token), ct);
    }

    /// <inheritdoc/>
    public override Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken ct) => Kind(request.Type).ReadAsync(request, ct);

    /// <inheritdoc/>
    public override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken ct)
    {
        var kind = Kind(request.Type);
        if (request.Preview) return new UpdateResponse { Outputs = kind.Planned(request.NewInputs, request.OldOutputs) };
        return await WithinAsync(
            request.Timeout, $"{request.Type} '{request.Name}' was not updated", token => kind.UpdateAsync(request, token), ct);
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(DeleteRequest request, CancellationToken ct)
    {
        var kind = Kind(request.Type);
        return WithinAsync(request.Timeout, $"{request.Type} '{request.Name}' was not deleted", async token =>
        {
            await kind.DeleteAsync(request, token);
            return true;
        }, ct);
    }

    /// <summary>Takes the configuration over: called once, before any create, read, update or delete.</summary>
    protected abstract void Use(PropertyMap settings);

    /// <summary>Finds what the schema cannot say about the configuration.</summary>
    protected virtual IEnumerable<CheckFailure> CheckSettings(PropertyMap settings) => [];

    private ResourceHandler Kind(string token)
    {
        var known = Kinds.FirstOrDefault(kind => kind.Token == token)
            ?? throw new InvalidOperationException($"The package '{Schema.Name}' has no resource type '{token}'"
                + (Properties.Spelling.DidYouMean(token, Kinds.Select(k => k.Token)) is { Length: > 0 } hint ? hint : "."));
        known.Log = log;
        return known;
    }

    // A custom timeout of the resource; none means that the waits of the resource itself set the limit.
    private static async Task<T> WithinAsync<T>(
        TimeSpan timeout, string what, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (timeout > TimeSpan.Zero) source.CancelAfter(timeout);
        try
        {
            return await call(source.Token);
        }
        catch (OperationCanceledException) when (source.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{what} within {Properties.Durations.Format(
                    timeout)}, the limit that its customTimeouts set. Run again to go on from where it stands, or raise the limit.");
        }
    }
}
