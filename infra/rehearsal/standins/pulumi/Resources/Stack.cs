using System.Collections.Immutable;
using System.Reflection;
using EmbeddedPulumi.Protocol;

namespace Pulumi;

/// <summary>
/// The root of a deployment. A program may derive from it, declare its resources in the constructor and its outputs as
/// properties with <see cref="OutputAttribute"/>.
/// </summary>
public class Stack : ComponentResource
{
    /// <summary>Declares the stack; there is one in each deployment.</summary>
    public Stack(StackOptions? options = null)
        : base(TypeTokens.Stack, RootName, Convert(options)) => DeclarationContext.Running.Root = this;

    internal Stack(Func<Task<IDictionary<string, object?>>> init, StackOptions? options) : this(options)
    {
        Outputs = Output.Create(InitAsync());
        RegisterOutputs(Outputs);

        async Task<IDictionary<string, object?>> InitAsync() => (await init().ConfigureAwait(false)).ToImmutableDictionary();
    }

    internal Output<IDictionary<string, object?>> Outputs { get; private set; } =
        Output.Create<IDictionary<string, object?>>(ImmutableDictionary<string, object?>.Empty);

    /// <summary>Registers the properties of a derived class as stack outputs.</summary>
    /// <exception cref="RunException">A property has no value, or is no output.</exception>
    internal void RegisterPropertyOutputs()
    {
        var outputs = GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => !property.DeclaringType!.IsAssignableFrom(typeof(Stack)))
            .Select(property => (Property: property, Attribute: property.GetCustomAttribute<OutputAttribute>()))
            .Where(output => output.Attribute is not null)
            .ToDictionary(output => output.Attribute!.Name ?? output.Property.Name, output => output.Property.GetValue(this));
        var missing = outputs.Where(output => output.Value is null).Select(output => output.Key).ToList();
        if (missing.Count > 0)
        {
            throw new RunException(
                $"Output(s) '{string.Join(", ", missing)}' have no value assigned. "
                + "[Output] attributed properties must be assigned inside Stack constructor.");
        }

        var wrong = outputs.Where(output => output.Value is not IOutput).Select(output => output.Key).ToList();
        if (wrong.Count > 0) throw RunException.OutputsHaveIncorrectType(wrong);
        Outputs = Output.Create<IDictionary<string, object?>>(outputs);
        RegisterOutputs(Outputs);
    }

    private static string RootName => $"{DeclarationContext.Running.ProjectName}-{DeclarationContext.Running.StackName}";

    private static ComponentResourceOptions? Convert(StackOptions? options) => options is null ? null : new ComponentResourceOptions
    {
        ResourceTransformations = options.ResourceTransformations,
        ResourceTransforms = options.ResourceTransforms,
    };
}
