namespace PipAi.Providers.Aws.Handlers;

/// <summary>
/// A resource that the local cloud cannot show: it is validated and recorded in the state, with the outputs that AWS would
/// give.
/// </summary>
/// <param name="token">The type token.</param>
/// <param name="settings">The provider's settings.</param>
/// <param name="describe">Makes id and outputs from the inputs, the same every time.</param>
internal sealed class StateOnlyResource(string token, AwsSettings settings, Func<ResourceCall, Resource> describe)
    : AwsHandler(token, settings)
{
    /// <inheritdoc/>
    protected override Resource Describe(ResourceCall call) => describe(call);

    /// <inheritdoc/>
    protected override Task<Resource> CreateAsync(ResourceCall call, CancellationToken cancellation) => Task.FromResult(describe(call));

    /// <inheritdoc/>
    protected override Task<Resource> UpdateAsync(ResourceCall call, CancellationToken cancellation) => Task.FromResult(describe(call));

    /// <inheritdoc/>
    protected override Task<Resource?> ReadAsync(ResourceCall call, CancellationToken cancellation) =>
        Task.FromResult<Resource?>(new Resource(call.Id, call.State));

    /// <inheritdoc/>
    protected override Task DeleteAsync(ResourceCall call, CancellationToken cancellation) => Task.CompletedTask;
}
