namespace EmbeddedPulumi.Engine.State;

/// <summary>A state breaks a rule that its readers rely on; the message names the resource and the rule.</summary>
internal sealed class StateRuleException(string message) : Exception(message);
