using System.Collections.Immutable;
using System.Globalization;

namespace Pulumi;

/// <summary>Makes and joins outputs.</summary>
public static partial class Output
{
    /// <summary>An output of a value that is there already.</summary>
    public static Output<T> Create<T>(T value) => new(Task.FromResult(Resolved<T>.Plain(value)));

    /// <summary>An output of a value that a task gives.</summary>
    public static Output<T> Create<T>(Task<T> value) => Output<T>.Create(value);

    /// <summary>An output that must not be shown or stored in the clear.</summary>
    public static Output<T> CreateSecret<T>(T value) => new(Task.FromResult(Resolved<T>.Plain(value) with { IsSecret = true }));

    /// <summary>An output of a task's value that must not be shown or stored in the clear.</summary>
    public static Output<T> CreateSecret<T>(Task<T> value) => Output<T>.From(value, isSecret: true);

    /// <summary>The same output, secret.</summary>
    public static Output<T> CreateSecret<T>(Output<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.WithSecret(Task.FromResult(true));
    }

    /// <summary>The same output, no longer secret: the caller answers for that.</summary>
    public static Output<T> Unsecret<T>(Output<T> output) => output.WithSecret(Task.FromResult(false));

    /// <summary>Whether an output is secret.</summary>
    public static async Task<bool> IsSecretAsync<T>(Output<T> output) => (await output.Resolution.ConfigureAwait(false)).IsSecret;

    /// <summary>All inputs as one output: known when all are, secret when one is.</summary>
    public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs) => Join([.. inputs.Select(input => (Output<T>)input)]);

    /// <summary>All inputs as one output: known when all are, secret when one is.</summary>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs) =>
        Join([.. inputs.Select(input => (Output<T>)input)]);

    /// <summary>All outputs as one: known when all are, secret when one is.</summary>
    public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs) => Join([.. outputs]);

    /// <summary>All outputs as one: known when all are, secret when one is.</summary>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs) => Join([.. outputs]);

    /// <summary>Text with outputs in it, for example <c>Output.Format($"https://{app.Hostname}")</c>.</summary>
    public static Output<string> Format(FormattableString formattableString)
    {
        ArgumentNullException.ThrowIfNull(formattableString);
        return new Output<string>(RunAsync(formattableString.Format, formattableString.GetArguments()));

        static async Task<Resolved<string>> RunAsync(string format, object?[] arguments)
        {
            var marks = new Marks();
            var values = new object?[arguments.Length];
            for (var i = 0; i < arguments.Length; i++)
            {
                values[i] = arguments[i] switch
                {
                    IInput input => marks.Take(await input.ToOutput().ResolveAsync().ConfigureAwait(false)),
                    IOutput output => marks.Take(await output.ResolveAsync().ConfigureAwait(false)),
                    var plain => plain,
                };
            }

            return marks.On(marks.IsKnown ? string.Format(CultureInfo.InvariantCulture, format, values) : "");
        }
    }

    /// <summary>An output as JSON text; outputs inside of it are written as their values, and pass on their marks.</summary>
    public static Output<string> JsonSerialize<T>(Output<T> value, System.Text.Json.JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        return OutputJson.Serialize(value, options);
    }

    /// <summary>An output from JSON text.</summary>
    public static Output<T> JsonDeserialize<T>(Output<string> json, System.Text.Json.JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return OutputJson.Deserialize<T>(json, options);
    }

    private static Output<ImmutableArray<T>> Join<T>(ImmutableArray<Output<T>> outputs)
    {
        return new Output<ImmutableArray<T>>(RunAsync());

        async Task<Resolved<ImmutableArray<T>>> RunAsync()
        {
            var marks = new Marks();
            var values = ImmutableArray.CreateBuilder<T>(outputs.Length);
            foreach (var output in outputs) values.Add(marks.Take(await output.Resolution.ConfigureAwait(false)));
            return marks.On(values.MoveToImmutable());
        }
    }

    /// <summary>Gathers the marks of several outputs.</summary>
    private sealed class Marks
    {
        private ImmutableHashSet<IOrigin> resources = [];
        private bool isSecret;

        public bool IsKnown { get; private set; } = true;

        public T Take<T>(Resolved<T> part)
        {
            IsKnown &= part.IsKnown;
            isSecret |= part.IsSecret;
            resources = resources.IsEmpty ? part.Resources : resources.Union(part.Resources);
            return part.Value;
        }

        public Resolved<T> On<T>(T value) => new(value, IsKnown, isSecret, resources);
    }
}
