using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace PipAi.Benchmarks.Engine;

/// <summary>A state of any size: machines of one app, each with a dozen properties.</summary>
internal static class SampleState
{
    private const string Provider = "urn:pulumi:dev::proj::pulumi:providers:test::default";

    public static StackState Of(int count) => StackState.Empty with
    {
        Resources =
        [
            new ResourceState { Urn = Provider, Type = "pulumi:providers:test", Custom = true, Id = "1" },
            .. Enumerable.Range(0, count).Select(Machine),
        ],
    };

    private static ResourceState Machine(int index)
    {
        var inputs = PropertyMap.Of(
            ("name", $"machine-{index}"),
            ("region", "iad"),
            ("image", "registry.fly.io/app@sha256:0123456789abcdef"),
            ("size", PropertyMap.Of(("cpus", 2), ("memoryMb", 2048), ("kind", "shared"))),
            ("env", PropertyMap.Of(("A", "1"), ("B", "2"), ("INDEX", index.ToString(System.Globalization.CultureInfo.InvariantCulture)))),
            ("ports", new PropertyValue.List(80, 443)));
        return new ResourceState
        {
            Urn = $"urn:pulumi:dev::proj::test:index:Machine::machine-{index}",
            Type = "test:index:Machine",
            Custom = true,
            Id = $"id-{index}",
            Inputs = inputs,
            Outputs = inputs.With("address", $"test://{index}"),
            Provider = Provider + "::1",
        };
    }
}
