namespace PipAi.Fly.Tests.Support;

/// <summary>Writes resource properties the short way.</summary>
internal static class Props
{
    public static PropertyMap Of(params (string Name, object? Value)[] entries) =>
        entries.ToImmutableDictionary(entry => entry.Name, entry => Value(entry.Value));

    public static PropertyValue Value(object? value) => value switch
    {
        null => PropertyValue.Null,
        PropertyValue known => known,
        string text => new PropertyValue(text),
        bool flag => new PropertyValue(flag),
        int number => new PropertyValue(number),
        double number => new PropertyValue(number),
        PropertyMap map => new PropertyValue(map),
        object[] items => new PropertyValue(items.Select(Value).ToImmutableArray()),
        _ => throw new ArgumentException($"'{value.GetType()}' is no property value."),
    };

    public static PropertyValue Secret(object value) => Value(value).WithSecret(true);

    /// <summary>A machine that runs an image with one HTTP check.</summary>
    public static PropertyMap Machine(string app, string name, string image, params (string Name, object? Value)[] more) => Of(
        ("app", app), ("name", name), ("region", "iad"),
        ("rollout", Of(("waitTimeout", "20s"), ("healthTimeout", "20s"), ("smokeTime", "1s"), ("drainDelay", "0s"))),
        ("deletion", Of(("drainDelay", "0s"))),
        ("config", Of(
            ("image", image),
            ("checks", Of(("health", Of(("type", "http"), ("port", 8080), ("path", "/health"), ("interval", "1s"), ("timeout", "1s"), ("gracePeriod", "1s"))))),
            ("restart", Of(("policy", "always")))))).SetItems(Of(more));

    /// <summary>The same with parts of its config replaced.</summary>
    public static PropertyMap WithConfig(this PropertyMap machine, params (string Name, object? Value)[] parts)
    {
        machine["config"].TryGetMap(out var config);
        return machine.SetItem("config", Value(config!.SetItems(Of(parts))));
    }
}
