namespace PipAi.ProviderTesting;

/// <summary>
/// Drives a provider as an engine does: check, then diff, create, update, read and delete with what the state holds.
/// </summary>
/// <param name="provider">The provider; it is disposed with the run.</param>
public sealed class ProviderRun(Provider provider) : IDisposable
{
    private const string Stack = "urn:pulumi:test::pip-ai::";

    /// <summary>The provider, for calls that are made in no such order.</summary>
    public Provider Provider => provider;

    public async Task<CheckResponse> CheckAsync(string type, string name, PropertyMap inputs, PropertyMap? old = null) =>
        await provider.CheckAsync(new CheckRequest(Urn(type, name), old ?? PropertyMap.Empty, inputs, []), CancellationToken.None);

    /// <summary>Checks and creates; the state afterwards.</summary>
    public async Task<StoredResource> CreateAsync(string type, string name, PropertyMap inputs)
    {
        var checkedInputs = await CheckedAsync(type, name, inputs, PropertyMap.Empty);
        var made = await provider.CreateAsync(
            new CreateRequest(Urn(type, name), checkedInputs, TimeSpan.Zero, preview: false), CancellationToken.None);
        return new StoredResource(type, name, made.Id!, checkedInputs, made.Outputs!.ToImmutableDictionary());
    }

    public async Task<IDictionary<string, PropertyValue>> PreviewCreateAsync(string type, string name, PropertyMap inputs)
    {
        var checkedInputs = await CheckedAsync(type, name, inputs, PropertyMap.Empty);
        var made = await provider.CreateAsync(
            new CreateRequest(Urn(type, name), checkedInputs, TimeSpan.Zero, preview: true), CancellationToken.None);
        return made.Outputs!;
    }

    public async Task<DiffResponse> DiffAsync(StoredResource stored, PropertyMap inputs)
    {
        var checkedInputs = await CheckedAsync(stored.Type, stored.Name, inputs, stored.Inputs);
        return await provider.DiffAsync(
            new DiffRequest(Urn(stored.Type, stored.Name), stored.Id, stored.Outputs, checkedInputs, [], stored.Inputs),
            CancellationToken.None);
    }

    public async Task<StoredResource> UpdateAsync(StoredResource stored, PropertyMap inputs)
    {
        var checkedInputs = await CheckedAsync(stored.Type, stored.Name, inputs, stored.Inputs);
        var made = await provider.UpdateAsync(
            new UpdateRequest(
                Urn(stored.Type, stored.Name), stored.Id, stored.Outputs, checkedInputs, TimeSpan.Zero, [], preview: false, stored.Inputs),
            CancellationToken.None);
        return stored with { Inputs = checkedInputs, Outputs = made.Outputs!.ToImmutableDictionary() };
    }

    /// <summary>Reads; null when the resource is gone.</summary>
    public async Task<StoredResource?> ReadAsync(StoredResource stored)
    {
        var found = await provider.ReadAsync(
            new ReadRequest(Urn(stored.Type, stored.Name), stored.Id, stored.Outputs, stored.Inputs), CancellationToken.None);
        return string.IsNullOrEmpty(found.Id)
            ? null
            : stored with { Inputs = found.Inputs!.ToImmutableDictionary(), Outputs = found.Outputs!.ToImmutableDictionary() };
    }

    public Task DeleteAsync(StoredResource stored) => provider.DeleteAsync(
        new DeleteRequest(Urn(stored.Type, stored.Name), stored.Id, stored.Outputs, TimeSpan.Zero, stored.Inputs), CancellationToken.None);

    public void Dispose() => (provider as IDisposable)?.Dispose();

    public static string Urn(string type, string name) => $"{Stack}{type}::{name}";

    private async Task<PropertyMap> CheckedAsync(string type, string name, PropertyMap inputs, PropertyMap old)
    {
        var answer = await CheckAsync(type, name, inputs, old);
        if (answer.Failures is { Count: > 0 } failures)
            throw new InvalidOperationException(string.Join('\n', failures.Select(failure => $"{failure.Property}: {failure.Reason}")));
        return answer.Inputs!.ToImmutableDictionary();
    }
}
