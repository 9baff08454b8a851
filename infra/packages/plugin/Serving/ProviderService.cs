using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Rpc = Pulumirpc;

namespace PipAi.Plugins.Serving;

/// <summary>The wire side of a <see cref="Provider"/>: resources. Its other half deals with the plugin itself.</summary>
internal sealed partial class ProviderService
{
    /// <inheritdoc/>
    public override Task<Rpc.CheckResponse> Check(Rpc.CheckRequest request, ServerCallContext context) =>
        RunAsync(context, async (provider, cancellation) => Answer(await provider.CheckAsync(Ask(request), cancellation)));

    /// <inheritdoc/>
    public override Task<Rpc.DiffResponse> Diff(Rpc.DiffRequest request, ServerCallContext context) =>
        RunAsync(context, async (provider, cancellation) => Answer(await provider.DiffAsync(Ask(request), cancellation)));

    /// <inheritdoc/>
    public override Task<Rpc.CreateResponse> Create(Rpc.CreateRequest request, ServerCallContext context) =>
        RunAsync(context, async (provider, cancellation) =>
        {
            var created = await provider.CreateAsync(
                new CreateRequest(
                    request.Urn,
                    PropertyValueWire.Read(request.Properties),
                    TimeSpan.FromSeconds(request.Timeout),
                    request.Preview),
                cancellation);
            return new Rpc.CreateResponse { Id = created.Id ?? "", Properties = PropertyValueWire.Write(created.Outputs) };
        });

    /// <inheritdoc/>
    public override Task<Rpc.ReadResponse> Read(Rpc.ReadRequest request, ServerCallContext context) =>
        RunAsync(context, async (provider, cancellation) =>
        {
            var found = await provider.ReadAsync(
                new ReadRequest(
                    request.Urn,
                    request.Id,
                    PropertyValueWire.Read(request.Properties),
                    PropertyValueWire.Read(request.Inputs)),
                cancellation);
            return new Rpc.ReadResponse
            {
                Id = found.Id ?? "",
                Properties = PropertyValueWire.Write(found.Outputs),
                Inputs = PropertyValueWire.Write(found.Inputs),
            };
        });

    /// <inheritdoc/>
    public override Task<Rpc.UpdateResponse> Update(Rpc.UpdateRequest request, ServerCallContext context) =>
        RunAsync(context, async (provider, cancellation) =>
        {
            var updated = await provider.UpdateAsync(
                new UpdateRequest(
                    request.Urn,
                    request.Id,
                    PropertyValueWire.Read(request.Olds),
                    PropertyValueWire.Read(request.News),
                    TimeSpan.FromSeconds(request.Timeout),
                    [.. request.IgnoreChanges],
                    request.Preview,
                    PropertyValueWire.Read(request.OldInputs)),
                cancellation);
            return new Rpc.UpdateResponse { Properties = PropertyValueWire.Write(updated.Outputs) };
        });

    /// <inheritdoc/>
    public override Task<Empty> Delete(Rpc.DeleteRequest request, ServerCallContext context) =>
        RunAsync(context, async (provider, cancellation) =>
        {
            await provider.DeleteAsync(
                new DeleteRequest(
                    request.Urn,
                    request.Id,
                    PropertyValueWire.Read(request.Properties),
                    TimeSpan.FromSeconds(request.Timeout),
                    PropertyValueWire.Read(request.OldInputs)),
                cancellation);
            return new Empty();
        });

    /// <inheritdoc/>
    public override Task<Rpc.InvokeResponse> Invoke(Rpc.InvokeRequest request, ServerCallContext context) =>
        RunAsync(context, async (provider, cancellation) =>
        {
            var result = await provider.InvokeAsync(new InvokeRequest(request.Tok, PropertyValueWire.Read(request.Args)), cancellation);
            return new Rpc.InvokeResponse { Return = PropertyValueWire.Write(result.Return), Failures = { Failures(result.Failures) } };
        });

    private static CheckRequest Ask(Rpc.CheckRequest request) => new(
        request.Urn,
        PropertyValueWire.Read(request.Olds),
        PropertyValueWire.Read(request.News),
        ImmutableArray.Create(request.RandomSeed.Span));

    private static Rpc.CheckResponse Answer(CheckResponse checkedInputs) =>
        new() { Inputs = PropertyValueWire.Write(checkedInputs.Inputs), Failures = { Failures(checkedInputs.Failures) } };

    private static IEnumerable<Rpc.CheckFailure> Failures(IEnumerable<CheckFailure>? failures) =>
        (failures ?? []).Select(failure => new Rpc.CheckFailure { Property = failure.Property, Reason = failure.Reason });

    private static DiffRequest Ask(Rpc.DiffRequest request) => new(
        request.Urn,
        request.Id,
        PropertyValueWire.Read(request.Olds),
        PropertyValueWire.Read(request.News),
        [.. request.IgnoreChanges],
        PropertyValueWire.Read(request.OldInputs));

    private static Rpc.DiffResponse Answer(DiffResponse diff)
    {
        var answer = new Rpc.DiffResponse
        {
            Changes = diff.Changes switch
            {
                null => Rpc.DiffResponse.Types.DiffChanges.DiffUnknown,
                true => Rpc.DiffResponse.Types.DiffChanges.DiffSome,
                false => Rpc.DiffResponse.Types.DiffChanges.DiffNone,
            },
            Replaces = { diff.Replaces ?? [] },
            Stables = { diff.Stables ?? [] },
            Diffs = { diff.Diffs ?? [] },
            DeleteBeforeReplace = diff.DeleteBeforeReplace,
            // Without the flag an engine does not look at the detailed diff.
            HasDetailedDiff = diff.DetailedDiff is not null,
        };
        foreach (var (path, property) in diff.DetailedDiff ?? new Dictionary<string, PropertyDiff>())
        {
            var kind = (Rpc.PropertyDiff.Types.Kind)property.Kind;
            answer.DetailedDiff.Add(path, new Rpc.PropertyDiff { Kind = kind, InputDiff = property.InputDiff });
        }

        return answer;
    }
}
