using System.Collections.Immutable;
using System.Text.Json;
using EmbeddedPulumi.Engine.Properties;

namespace EmbeddedPulumi.Engine.State;

/// <summary>
/// A resource as users see it. Values are JSON in Pulumi's encoding with every secret replaced by <c>"[secret]"</c> and every
/// unknown value by <see cref="Unknown"/>; assets and archives keep their hashes and paths.
/// </summary>
public sealed record MaskedResource
{
    /// <summary>The text that stands for an unknown value, as in Pulumi's own JSON.</summary>
    public const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    /// <summary>The text that stands for a secret value.</summary>
    public const string Secret = MaskedJson.Secret;

    /// <param name="state">Everything that is known of the resource, masked.</param>
    internal MaskedResource(ResourceState state)
    {
        State = state;
        Inputs = MaskedJson.Of(state.Inputs);
        Outputs = MaskedJson.Of(state.Outputs);
    }

    internal static MaskedResource Of(ResourceState state) => new(state with
    {
        Inputs = MaskedJson.Mask(state.Inputs),
        Outputs = MaskedJson.Mask(state.Outputs),
        ReplacementTrigger = state.ReplacementTrigger is { } trigger ? MaskedJson.Mask(trigger) : null,
    });

    /// <summary>The provider's id; empty when unknown, and for components.</summary>
    public string Id => State.Id;

    /// <summary>The checked inputs, an object.</summary>
    public JsonElement Inputs { get; }

    /// <summary>The outputs, an object; empty when not known yet.</summary>
    public JsonElement Outputs { get; }

    /// <summary>Whether deletion is forbidden.</summary>
    public bool Protect => State.Protect;

    /// <summary>Whether the resource stays with its provider when it leaves the state.</summary>
    public bool RetainOnDelete => State.RetainOnDelete;

    /// <summary>Whether the stack only reads the resource.</summary>
    public bool External => State.External;

    /// <summary>The URNs that this resource depends on, in order.</summary>
    public ImmutableArray<string> Dependencies => State.Dependencies;

    /// <summary>All of it, for the document of a preview.</summary>
    internal ResourceState State { get; }
}
