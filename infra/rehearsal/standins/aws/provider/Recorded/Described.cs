using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;

namespace PipAi.Providers.Aws.Recorded;

/// <summary>Helps to say what a recorded resource answers.</summary>
internal static class Described
{
    /// <summary>A resource.</summary>
    /// <param name="call">The call; inputs win over the given outputs where they have the same name.</param>
    /// <param name="id">Its id; null while it is unknown.</param>
    /// <param name="outputs">What is answered beside the inputs.</param>
    public static Resource Resource(ResourceCall call, string? id, params (string Name, PropertyValue Value)[] outputs) => new(
        id,
        outputs.Where(output => !call.Inputs.Has(output.Name)).ToImmutableDictionary(output => output.Name, output => output.Value));

    /// <summary>A text that is known once all texts it is made of are.</summary>
    public static string? Join(FormattableString text) =>
        text.GetArguments().All(part => part is string { Length: > 0 }) ? FormattableString.Invariant(text) : null;

    /// <summary>A UUID that stays the same as long as the resource is not replaced; null in a preview.</summary>
    public static string? Uuid(ResourceCall call, params IEnumerable<string?> parts) => call.Urn.Length == 0
        ? null
        : new Guid(Convert.FromHexString(DeterministicName.Of([call.Urn, .. parts.Select(part => part ?? "")])[..32])).ToString();

    /// <summary>An empty list.</summary>
    public static PropertyValue Nothing { get; } = new(ImmutableArray<PropertyValue>.Empty);
}
