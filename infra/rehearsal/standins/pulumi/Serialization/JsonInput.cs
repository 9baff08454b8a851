using EmbeddedPulumi.Protocol;
using Google.Protobuf;

namespace Pulumi.Serialization;

/// <summary>Inputs that travel as JSON text.</summary>
internal static class JsonInput
{
    public static IOutput From(JsonText json) => json.Value switch
    {
        IInput input => FromOutput(input.ToOutput()),
        IOutput output => FromOutput(output),
        var value => Output.Create(TextAsync(value)),
    };

    private static Output<string> FromOutput(IOutput output)
    {
        return new Output<string>(RunAsync());

        async Task<Resolved<string>> RunAsync()
        {
            var resolved = await output.ResolveAsync().ConfigureAwait(false);
            return resolved.With(resolved.IsKnown ? await TextAsync(resolved.Value).ConfigureAwait(false) : "");
        }
    }

    private static async Task<string> TextAsync(object? value)
    {
        var serialized = await new PropertySerializer(keepResources: false).SerializeAsync("", value).ConfigureAwait(false);
        return JsonFormatter.Default.Format(PropertyWire.Encode(serialized));
    }
}
