using EmbeddedPulumi.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PipAi.Pulumi.Tests.Processes;
using PipAi.Pulumi.Tests.Registration;
using Pulumirpc;

namespace PipAi.Pulumi.Tests.Providers;

public sealed class ProviderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Resources_go_both_ways_over_the_wire()
    {
        using var provider = await RunningProvider.StartAsync("--logtostderr", "-v=9", "--tracing", "http://t", "127.0.0.1:1");
        var inputs = PropertyMap.Of(
            ("secret", new PropertyValue.Secret("s")),
            ("output", new PropertyValue.Output("o", true, ["urn:pulumi:s::p::t:i:T::b"])),
            ("list", new PropertyValue.List(1, PropertyMap.Of(("deep", PropertyValue.Unknown.Value)))),
            ("file", new PropertyValue.Asset("text", null, null)),
            ("files", new PropertyValue.Archive(PropertyMap.Of(("f", new PropertyValue.Asset(null, "p", null))), null, null)),
            ("other", new PropertyValue.Resource("urn:pulumi:s::p::t:i:T::b", "")));
        var created = await provider.Client.CreateAsync(
            new CreateRequest { Urn = Urn("a"), Properties = PropertyWire.Encode(inputs), Timeout = 300 }, cancellationToken: Cancellation);
        Assert.Equal("a-300", created.Id);
        Assert.Equal(inputs.With("later", PropertyValue.Unknown.Value), PropertyWire.Decode(created.Properties));

        var preview = await provider.Client.CreateAsync(
            new CreateRequest { Urn = Urn("a"), Preview = true }, cancellationToken: Cancellation);
        Assert.Equal("", preview.Id);
        var read = await provider.Client.ReadAsync(new ReadRequest { Urn = Urn("a"), Id = "gone" }, cancellationToken: Cancellation);
        Assert.Equal("", read.Id);
        var invoked = await provider.Client.InvokeAsync(new InvokeRequest { Tok = "t:i:f" }, cancellationToken: Cancellation);
        Assert.Equal("t:i:f", invoked.Return.Fields["token"].StringValue);
    }

    [Fact]
    public async Task A_check_completes_inputs_and_names_the_wrong_ones()
    {
        using var provider = await RunningProvider.StartAsync("127.0.0.1:1");
        var request = new CheckRequest
        {
            Urn = Urn("a"),
            News = PropertyWire.Encode(PropertyMap.Of(("wrong", 1))),
            RandomSeed = ByteString.CopyFrom(1, 2, 3),
        };
        var answer = await provider.Client.CheckAsync(request, cancellationToken: Cancellation);
        Assert.Equal(3, answer.Inputs.Fields["seed"].NumberValue);
        Assert.Equal(new CheckFailure { Property = "wrong", Reason = "no t:i:T a like that" }, Assert.Single(answer.Failures));
    }

    [Fact]
    public async Task A_detailed_diff_is_flagged_as_such()
    {
        using var provider = await RunningProvider.StartAsync("127.0.0.1:1");
        var changed = await provider.Client.DiffAsync(new DiffRequest { Urn = Urn("changed") }, cancellationToken: Cancellation);
        Assert.Equal(
            new DiffResponse
            {
                Changes = DiffResponse.Types.DiffChanges.DiffSome,
                Replaces = { "size" },
                Stables = { "id" },
                Diffs = { "size" },
                DeleteBeforeReplace = true,
                HasDetailedDiff = true,
                DetailedDiff = { ["size[0]"] = new PropertyDiff { Kind = PropertyDiff.Types.Kind.UpdateReplace, InputDiff = true } },
            },
            changed);
        var same = await provider.Client.DiffAsync(new DiffRequest { Urn = Urn("same") }, cancellationToken: Cancellation);
        Assert.Equal(new DiffResponse { Changes = DiffResponse.Types.DiffChanges.DiffNone }, same);
        Assert.Equal(
            new DiffResponse(), await provider.Client.DiffAsync(new DiffRequest { Urn = Urn("unknown") }, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task What_goes_wrong_becomes_a_status_without_a_stack_trace()
    {
        using var provider = await RunningProvider.StartAsync("127.0.0.1:1");
        var crash = await FailureAsync(() => provider.Client.CreateAsync(new CreateRequest { Urn = Urn("crash") }));
        Assert.Equal((StatusCode.Internal, "the vendor said 'no'"), (crash.StatusCode, crash.Status.Detail));
        var missing = await FailureAsync(() => provider.Client.UpdateAsync(new UpdateRequest { Urn = Urn("a") }));
        Assert.Equal(StatusCode.Unimplemented, missing.StatusCode);
        var malformed = await FailureAsync(() => provider.Client.CreateAsync(new CreateRequest
        {
            Urn = Urn("a"),
            Properties =
                new Struct { Fields = { ["x"] = Value.ForStruct(new Struct { Fields = { [Signatures.Key] = Value.ForString("?") } }) } },
        }));
        Assert.Contains("unknown signature", malformed.Status.Detail);
    }

    [Fact]
    public async Task A_partial_failure_carries_the_state_that_is_left()
    {
        using var provider = await RunningProvider.StartAsync("127.0.0.1:1");
        var failure = await FailureAsync(() => provider.Client.CreateAsync(new CreateRequest
        {
            Urn = Urn("partial"),
            Properties = PropertyWire.Encode(PropertyMap.Of(("size", 1))),
        }));
        Assert.Equal("not healthy", failure.Status.Detail);
        var status = EmbeddedPulumi.Protocol.Wire.Status.Parser.ParseFrom(failure.Trailers.GetValueBytes("grpc-status-details-bin"));
        var detail = Assert.Single(status.Details).Unpack<ErrorResourceInitFailed>();
        Assert.Equal(("half-id", 1d), (detail.Id, detail.Properties.Fields["size"].NumberValue));
        Assert.Equal(["not healthy"], detail.Reasons);
    }

    [Fact]
    public async Task A_handshake_tells_what_is_understood_and_where_the_engine_is()
    {
        await using var engine = await FakeEngine.StartAsync();
        using var provider = await RunningProvider.StartAsync();
        var early = await FailureAsync(() => provider.Client.CreateAsync(new CreateRequest { Urn = Urn("a") }));
        Assert.Equal(StatusCode.FailedPrecondition, early.StatusCode);
        var answer = await provider.Client.HandshakeAsync(
            new ProviderHandshakeRequest { EngineAddress = engine.Address }, cancellationToken: Cancellation);
        Assert.Equal(new ProviderHandshakeResponse { AcceptSecrets = true, AcceptResources = true, AcceptOutputs = true }, answer);
        await provider.Client.CreateAsync(new CreateRequest { Urn = Urn("log") }, cancellationToken: Cancellation);
        var log = Assert.Single(engine.Logs);
        Assert.Equal((LogSeverity.Info, "creating", Urn("log")), (log.Severity, log.Message, log.Urn));
        var info = await provider.Client.GetPluginInfoAsync(new Empty(), cancellationToken: Cancellation);
        Assert.Equal("1.2.3", info.Version);
    }

    [Fact]
    public async Task Cancel_stops_what_runs_and_leaves_the_process()
    {
        await using var engine = await FakeEngine.StartAsync();
        using var provider = await RunningProvider.StartAsync(engine.Address);
        var slow = FailureAsync(() => provider.Client.CreateAsync(new CreateRequest { Urn = Urn("slow") }));
        // Calls may overtake each other: it runs when it says so.
        for (var tries = 0; engine.Logs.IsEmpty; tries++)
        {
            Assert.True(tries < 6000 && !slow.IsCompleted, "the call never ran");
            await Task.Delay(TimeSpan.FromMilliseconds(10), Cancellation);
        }

        await provider.Client.CancelAsync(new Empty(), cancellationToken: Cancellation);
        Assert.Equal(StatusCode.Cancelled, (await slow.WaitAsync(TimeSpan.FromSeconds(60), Cancellation)).StatusCode);
        await provider.Client.GetPluginInfoAsync(new Empty(), cancellationToken: Cancellation);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_ends_the_process_well(string signal)
    {
        using var provider = await RunningProvider.StartAsync("127.0.0.1:1");
        // It tells its port first and then gets ready; until then nothing runs that could end well.
        await provider.Client.GetPluginInfoAsync(new Empty(), cancellationToken: Cancellation);
        using var kill = ChildProcess.Start("kill", [$"-{signal}", $"{provider.Process.Id}"], new Dictionary<string, string?>());
        await kill.WaitAsync();
        Assert.Equal(0, (await provider.Process.WaitAsync()).ExitCode);
    }

    private static string Urn(string name) => $"urn:pulumi:s::p::t:i:T::{name}";

    private static Task<RpcException> FailureAsync<T>(Func<AsyncUnaryCall<T>> call) =>
        Assert.ThrowsAsync<RpcException>(async () => await call());
}
