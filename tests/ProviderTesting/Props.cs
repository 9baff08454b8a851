namespace PipAi.ProviderTesting;

/// <summary>Writes resource properties the short way.</summary>
public static class Props
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
}
