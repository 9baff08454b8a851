using System.Collections.Immutable;
using PipAi.Plugins.Engines;
using PipAi.Plugins.Failures;
using PipAi.Plugins.Requests;
using PipAi.Plugins.Serving;
using PipAi.Plugins.Values;

namespace PipAi.Pulumi.Tests.Processes;

/// <summary>A plugin that does, for each name of a resource, what the name says.</summary>
internal sealed class ChildProvider(IEngine engine) : Provider
{
    public static async Task<int> RunAsync(string[] args)
    {
        await ServeAsync(args, "1.2.3", engine => new ChildProvider(engine), CancellationToken.None);
        return 0;
    }

    public override Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct) => Task.FromResult(new CheckResponse
    {
        Inputs = request.NewInputs.SetItem("seed", new PropertyValue(request.RandomSeed.Length)),
        Failures = request.NewInputs.ContainsKey("wrong") ? [new CheckFailure("wrong", $"no {request.Type} {request.Name} like that")] : [],
    });

    public override Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken ct) => Task.FromResult(request.Name switch
    {
        "unknown" => new DiffResponse(),
        "same" => new DiffResponse { Changes = false },
        _ => new DiffResponse
        {
            Changes = true,
            Replaces = ["size"],
            Stables = ["id"],
            Diffs = ["size"],
            DeleteBeforeReplace = true,
            DetailedDiff = new Dictionary<string, PropertyDiff>
            {
                ["size[0]"] = new() { Kind = PropertyDiffKind.UpdateReplace, InputDiff = true },
            },
        },
    });

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct)
    {
        switch (request.Name)
        {
            case "crash": throw new InvalidOperationException("the vendor said 'no'");
            case "partial": throw new InitializationFailedException("half-id", request.Inputs, request.Inputs, "not healthy");
            case "slow":
                await engine.LogAsync(new LogRequest(LogSeverity.Info, "waiting", request.Urn));
                await Task.Delay(Timeout.Infinite, ct);
                break;
            case "log": await engine.LogAsync(new LogRequest(LogSeverity.Info, "creating", request.Urn)); break;
        }

        return new CreateResponse
        {
            Id = request.Preview ? "" : $"{request.Name}-{request.Timeout.TotalSeconds}",
            Outputs = request.Inputs.SetItem("later", PropertyValue.Computed),
        };
    }

    public override Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken ct) =>
        Task.FromResult(
            request.Id == "gone"
                ? new ReadResponse() : new ReadResponse { Id = request.Id, Outputs = request.Outputs, Inputs = request.Inputs });

    public override Task<InvokeResponse> InvokeAsync(InvokeRequest request, CancellationToken ct) => Task.FromResult(new InvokeResponse
    {
        Return = ImmutableDictionary<string, PropertyValue>.Empty.Add("token", new PropertyValue(request.Tok)),
    });
}
