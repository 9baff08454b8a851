using System.Collections.Immutable;
using EmbeddedPulumi.Protocol;

namespace Pulumi;

/// <summary>The outputs of another stack.</summary>
public class StackReference : CustomResource
{
    /// <summary>Refers to a stack, by the name in the args or by the reference's own name.</summary>
    public StackReference(string name, StackReferenceArgs? args = null, CustomResourceOptions? options = null)
        : base(
            TypeTokens.StackReference,
            name,
            new StackReferenceArgs { Name = args?.Name ?? name },
            CustomResourceOptions.Merge(options, new CustomResourceOptions { Id = args?.Name ?? name }))
    {
    }

    /// <summary>The stack's name.</summary>
    [Output("name")]
    public Output<string> Name { get; private set; } = null!;

    /// <summary>All its outputs.</summary>
    [Output("outputs")]
    public Output<ImmutableDictionary<string, object>> Outputs { get; private set; } = null!;

    /// <summary>Which of them are secret.</summary>
    [Output("secretOutputNames")]
    public Output<ImmutableArray<string>> SecretOutputNames { get; private set; } = null!;

    /// <summary>One output; null if there is none of that name.</summary>
    public Output<object?> GetOutput(Input<string> name) => Output.Tuple(name, (Input<ImmutableDictionary<string, object>>)Outputs)
        .Apply(pair => (object?)pair.Item2.GetValueOrDefault(pair.Item1))
        .WithSecret(IsSecretAsync(name));

    /// <summary>One output that has to exist.</summary>
    public Output<object> RequireOutput(Input<string> name) =>
        Output.Tuple(name, (Input<string>)Name, (Input<ImmutableDictionary<string, object>>)Outputs)
            .Apply(parts => parts.Item3.TryGetValue(parts.Item1, out var value)
                ? value
                : throw new KeyNotFoundException($"Required output '{parts.Item1}' does not exist on stack '{parts.Item2}'."))
            .WithSecret(IsSecretAsync(name));

    /// <summary>One output's value, with the word whether it is secret.</summary>
    public async Task<StackReferenceOutputDetails> GetOutputDetailsAsync(string name)
    {
        var output = await GetOutput(name).Resolution.ConfigureAwait(false);
        return output.IsSecret
            ? new StackReferenceOutputDetails { SecretValue = output.Value }
            : new StackReferenceOutputDetails { Value = output.Value };
    }

    /// <summary>One output's value, which must not be secret; null if there is none of that name.</summary>
    public async Task<object?> GetValueAsync(Input<string> name) => Public(await GetOutput(name).Resolution.ConfigureAwait(false));

    /// <summary>One output's value, which has to exist and must not be secret.</summary>
    public async Task<object> RequireValueAsync(Input<string> name) =>
        Public(await RequireOutput(name).Resolution.ConfigureAwait(false));

    private static T Public<T>(Resolved<T> output) => output.IsSecret
        ? throw new InvalidOperationException("The output is secret, so its value is not handed out. Use 'GetOutput' instead.")
        : output.Value;

    private async Task<bool> IsSecretAsync(Input<string> name)
    {
        var asked = await name.ToOutput().Resolution.ConfigureAwait(false);
        var secrets = await SecretOutputNames.Resolution.ConfigureAwait(false);
        return asked.IsKnown && secrets is { IsKnown: true, Value.IsDefault: false }
            ? secrets.Value.Contains(asked.Value)
            : (await Outputs.Resolution.ConfigureAwait(false)).IsSecret;
    }
}
