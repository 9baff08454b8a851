using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Backend;

/// <summary>A resource in a stack's state.</summary>
/// <param name="Urn">Its URN.</param>
/// <param name="Type">Its type token.</param>
/// <param name="Name">Its logical name.</param>
/// <param name="Parent">Its parent's URN; empty for the stack.</param>
/// <param name="Custom">Whether a provider manages it.</param>
/// <param name="AwaitsDeletion">Whether it was replaced and its deletion is still to come.</param>
/// <param name="Resource">Its id, inputs and outputs, secrets masked.</param>
public sealed record StackResource(
    string Urn, string Type, string Name, string Parent, bool Custom, bool AwaitsDeletion, MaskedResource Resource);
