using System.Collections.Immutable;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Planning;

/// <summary>A provider's answer to Check: completed inputs, or what is wrong with them.</summary>
internal sealed record CheckAnswer(PropertyMap Inputs, ImmutableArray<CheckProblem> Problems);

/// <summary>An input that a provider refuses.</summary>
/// <param name="Property">Its path; empty when the problem is not about one property.</param>
/// <param name="Reason">Why.</param>
internal sealed record CheckProblem(string Property, string Reason);
