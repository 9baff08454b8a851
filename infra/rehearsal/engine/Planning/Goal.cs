using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Planning;

/// <summary>What a program wants of one resource.</summary>
/// <param name="State">The resource as the program wants it: the program's inputs and options, what it inherits included; no outputs, no
/// id.</param>
/// <param name="DeleteBeforeReplace">What the program says of it; null leaves it to the provider.</param>
internal sealed record Goal(ResourceState State, bool? DeleteBeforeReplace);
