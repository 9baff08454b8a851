using Google.Protobuf.WellKnownTypes;

namespace PipAi.Plugins.Properties;

/// <summary>Writes properties in Pulumi's wire form, where the SDK itself offers no public way to.</summary>
internal static class PropertyStruct
{
    // The two well-known strings of Pulumi's protocol: "here follows a special value", and "it is a secret".
    private const string SpecialKey = "4dabf18193072939515e22adb298388d";
    private const string SecretSignature = "1b47061264138c4ac30d75fd1eb44270";
    private const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    public static Struct Write(PropertyMap properties)
    {
        var written = new Struct();
        foreach (var (name, value) in properties) written.Fields[name] = Write(value);
        return written;
    }

    private static Value Write(PropertyValue value)
    {
        var plain = value.Match(
            Value.ForNull,
            Value.ForBool,
            Value.ForNumber,
            Value.ForString,
            items => Value.ForList([.. items.Select(Write)]),
            entries => Value.ForStruct(Write(entries)),
            _ => throw NotUsed("an asset"),
            _ => throw NotUsed("an archive"),
            _ => throw NotUsed("a resource"),
            () => Value.ForString(Unknown));
        return value.IsSecret ? Secret(plain) : plain;
    }

    private static Value Secret(Value plain) => Value.ForStruct(new Struct
    {
        Fields = { [SpecialKey] = Value.ForString(SecretSignature), ["value"] = plain },
    });

    private static InvalidOperationException NotUsed(string what) => new($"No resource of these packages has {what} among its properties.");
}
