namespace PipAi.Fly.Tests.Support;

/// <summary>Properties of machines, the short way.</summary>
internal static class MachineProps
{
    /// <summary>A machine that runs an image with one HTTP check.</summary>
    public static PropertyMap Of(string app, string name, string image, params (string Name, object? Value)[] more) => Props.Of(
        ("app", app), ("name", name), ("region", "iad"),
        ("rollout", Props.Of(("waitTimeout", "20s"), ("healthTimeout", "20s"), ("smokeTime", "1s"), ("drainDelay", "0s"))),
        ("deletion", Props.Of(("drainDelay", "0s"))),
        ("config", Props.Of(
            ("image", image),
            ("checks", Props.Of(
                ("health", Props.Of(
                    ("type", "http"), ("port", 8080), ("path", "/health"), ("interval", "1s"), ("timeout", "1s"), ("gracePeriod", "1s"))))),
            ("restart", Props.Of(("policy", "always")))))).SetItems(Props.Of(more));

    /// <summary>The same with parts of its config replaced.</summary>
    public static PropertyMap WithConfig(this PropertyMap machine, params (string Name, object? Value)[] parts)
    {
        machine["config"].TryGetMap(out var config);
        return machine.SetItem("config", Props.Value(config!.SetItems(Props.Of(parts))));
    }
}
