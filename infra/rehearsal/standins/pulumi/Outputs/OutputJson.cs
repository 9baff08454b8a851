using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulumi;

/// <summary>
/// Outputs and inputs inside a document that is written as JSON text. They have all been waited for before; this writes their
/// values.
/// </summary>
internal sealed class OutputJson : JsonConverterFactory
{
    private readonly Dictionary<IOutput, Resolved<object?>> resolved = new(ReferenceEqualityComparer.Instance);
    private readonly List<IOutput> met = [];

    public static Output<string> Serialize<T>(Output<T> value, JsonSerializerOptions? options)
    {
        return new Output<string>(RunAsync());

        async Task<Resolved<string>> RunAsync()
        {
            var source = await value.Resolution.ConfigureAwait(false);
            if (!source.IsKnown) return source.With("");
            var outputs = new OutputJson();
            var withOutputs = new JsonSerializerOptions(options ?? JsonSerializerOptions.Default) { Converters = { outputs } };
            while (true)
            {
                // Each pass finds the outputs inside of those that the last one waited for.
                var text = JsonSerializer.Serialize(source.Value, withOutputs);
                if (outputs.met.Count == 0) return outputs.Mark(source.With(text));
                foreach (var output in outputs.met) outputs.resolved[output] = await output.ResolveAsync().ConfigureAwait(false);
                outputs.met.Clear();
            }
        }
    }

    public static Output<T> Deserialize<T>(Output<string> json, JsonSerializerOptions? options)
    {
        return new Output<T>(RunAsync());

        async Task<Resolved<T>> RunAsync()
        {
            var source = await json.Resolution.ConfigureAwait(false);
            return source.With(source.IsKnown ? JsonSerializer.Deserialize<T>(source.Value, options)! : default!);
        }
    }

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsAssignableTo(typeof(IOutput)) || typeToConvert.IsAssignableTo(typeof(IInput));

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert), this)!;

    private Resolved<string> Mark(Resolved<string> text) => resolved.Values.Aggregate(text, (all, part) => all with
    {
        IsKnown = all.IsKnown && part.IsKnown,
        IsSecret = all.IsSecret || part.IsSecret,
        Resources = all.Resources.Union(part.Resources),
    });

    private void Write(Utf8JsonWriter json, IOutput output, JsonSerializerOptions options)
    {
        if (!resolved.TryGetValue(output, out var known))
        {
            met.Add(output);
            json.WriteNullValue();
        }
        else if (known is { IsKnown: true, Value: { } value })
        {
            JsonSerializer.Serialize(json, value, value.GetType(), options);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private sealed class Converter<T>(OutputJson outputs) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException($"JSON cannot be read into {typeToConvert}: read the values and make outputs of them.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            outputs.Write(writer, value as IOutput ?? ((IInput)value!).ToOutput(), options);
    }
}
