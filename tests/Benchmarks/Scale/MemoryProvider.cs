using PipAi.Plugins.Requests;
using PipAi.Plugins.Serving;

namespace PipAi.Benchmarks.Scale;

/// <summary>
/// A provider whose cloud takes no time: everything exists as soon as it is asked for, and what is the same stays the same.
/// </summary>
internal sealed class MemoryProvider : Provider
{
    public override Task<CheckResponse> CheckConfigAsync(CheckRequest request, CancellationToken ct) => CheckAsync(request, ct);

    public override Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct) =>
        Task.FromResult(new CheckResponse { Inputs = request.NewInputs });

    public override Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct) =>
        Task.FromResult(new CreateResponse { Id = request.Preview ? "" : request.Name, Outputs = request.Inputs.ToDictionary() });
}
