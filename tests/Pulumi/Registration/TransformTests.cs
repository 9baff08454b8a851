using EmbeddedPulumi.Protocol;
using Google.Protobuf;
using Grpc.Net.Client;
using PipAi.Pulumi.Tests.Things;
using Pulumi;
using Pulumi.Utilities;
using Pulumirpc;

namespace PipAi.Pulumi.Tests.Registration;

public sealed class TransformTests
{
    [Fact]
    public async Task A_transform_is_called_back_and_changes_inputs_and_options()
    {
        await using var engine = await FakeEngine.StartAsync();
        var echo = engine.Register;
        TransformResponse changed = null!;
        engine.Register = request =>
        {
            if (request.Transforms.Count > 0) changed = Call(request);
            return echo(request);
        };
        var stackSeen = "";
        await InProcess.RunAsync(engine, () => _ = new Thing("a", new() { Label = "x", Count = Output.CreateSecret(1) }, new()
        {
            Protect = true,
            ResourceTransforms =
            {
                async (args, cancellation) =>
                {
                    stackSeen = Deployment.Instance.StackName; // a callback runs inside of its deployment
                    var count = await OutputUtilities.GetValueAsync((Output<double>)args.Args["count"]!);
                    args.Options.IgnoreChanges.Add("label");
                    args.Options.DependsOn.Add(new List<Resource>());
                    return new ResourceTransformResult(
                        args.Args.SetItem("label", $"{args.Name}:{args.Type}:{args.Custom}").SetItem(
                            "count", Output.CreateSecret(count + 1)),
                        args.Options);
                },
                (args, cancellation) => Task.FromResult<ResourceTransformResult?>(null),
            },
        }));
        Assert.Equal("stack", stackSeen);
        Assert.Equal(
            PropertyMap.Of(("label", "a:test:index:Thing:True"), ("count", new PropertyValue.Output(2, true, []))),
            PropertyWire.Decode(changed.Properties));
        Assert.Equal(["label"], changed.Options.IgnoreChanges);
        Assert.True(changed.Options.Protect);
        Assert.Equal(2, engine.Registration("a").Transforms.Count);
    }

    [Fact]
    public async Task An_engine_without_transforms_is_told_of_as_too_old()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Supports = feature => feature != Features.Transforms;
        Assert.Equal(32, await InProcess.RunAsync(engine, () => _ = new Thing("a", new(), new()
        {
            ResourceTransforms = { (args, cancellation) => Task.FromResult<ResourceTransformResult?>(null) },
        })));
        Assert.Contains(engine.Logs, log => log.Message.Contains("does not support resource transforms", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_transform_of_calls_is_registered_before_the_calls()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Invoke = _ => new ResourceInvokeResponse { Return = PropertyWire.Encode(PropertyMap.Of(("a", "b"))) };
        await InProcess.RunAsync(engine, () =>
        {
            Deployment.Instance.RegisterInvokeTransform((args, cancellation) => Task.FromResult<InvokeTransformResult?>(null));
            _ = Deployment.Instance.InvokeSingle<string>("test:index:find", InvokeArgs.Empty);
        });
        var order = engine.Requests.Where(request => request is Callback or ResourceInvokeRequest).Select(
            request => request.GetType().Name);
        Assert.Equal(["Callback", "ResourceInvokeRequest"], order);
    }

    // As an engine does it: the first transform, with outputs in place of secrets.
    private static TransformResponse Call(RegisterResourceRequest request)
    {
        var callback = request.Transforms[0];
        using var channel = GrpcChannel.ForAddress($"http://{callback.Target}");
        var properties = PropertyWire.Decode(request.Object).Select((_, value) =>
            value is PropertyValue.Secret secret ? new PropertyValue.Output(secret.Value, true, []) : value);
        var transform = new TransformRequest
        {
            Type = request.Type,
            Name = request.Name,
            Custom = request.Custom,
            Parent = request.Parent,
            Properties = PropertyWire.Encode(properties.Without("tags")),
            Options = new TransformResourceOptions { Protect = request.Protect },
        };
        var answer = new Callbacks.CallbacksClient(channel).Invoke(
            new CallbackInvokeRequest { Token = callback.Token, Request = transform.ToByteString() },
            cancellationToken: TestContext.Current.CancellationToken);
        return TransformResponse.Parser.ParseFrom(answer.Response);
    }
}
