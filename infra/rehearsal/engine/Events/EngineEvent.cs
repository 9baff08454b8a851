using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Planning;

namespace EmbeddedPulumi.Engine.Events;

/// <summary>Something that happened during an operation. Secrets are masked in all of them.</summary>
public abstract record EngineEvent
{
    /// <summary>The operation has begun.</summary>
    /// <param name="Kind"><c>preview</c>, <c>update</c>, <c>refresh</c> or <c>destroy</c>.</param>
    /// <param name="Stack">The stack's name.</param>
    public sealed record Started(string Kind, string Stack) : EngineEvent;

    /// <summary>A plugin that the host did not bring has started; told once for each.</summary>
    /// <param name="Plugin">The plugin.</param>
    public sealed record PluginStarted(ForeignPlugin Plugin) : EngineEvent;

    /// <summary>A provider is asked about a resource: whether its inputs are right, and what they change. Nothing is decided yet.</summary>
    /// <param name="Urn">The resource.</param>
    /// <param name="Type">Its type token.</param>
    /// <param name="Name">Its logical name.</param>
    public sealed record ProviderCallStarted(string Urn, string Type, string Name) : EngineEvent;

    /// <summary>The provider answered, or will not any more.</summary>
    /// <param name="Urn">The resource.</param>
    public sealed record ProviderCallCompleted(string Urn) : EngineEvent;

    /// <summary>Deletions are about to begin.</summary>
    /// <param name="Count">How many resources go, predecessors of replaced ones and the engine's own apart.</param>
    public sealed record Deleting(int Count) : EngineEvent;

    /// <summary>A step was decided and is about to be carried out (or, in a preview, shown).</summary>
    /// <param name="Step">The step. Its new outputs are not known yet.</param>
    public sealed record StepStarted(Step Step) : EngineEvent;

    /// <summary>A step was carried out.</summary>
    /// <param name="Step">The step, with the outputs it produced.</param>
    /// <param name="Duration">How long it took.</param>
    public sealed record StepDone(Step Step, TimeSpan Duration) : EngineEvent;

    /// <summary>A step failed; the state keeps what was there before, or what the provider said is there now.</summary>
    /// <param name="Step">The step.</param>
    /// <param name="Reason">The provider's message.</param>
    public sealed record StepFailed(Step Step, string Reason) : EngineEvent;

    /// <summary>The program, a provider or the engine said something.</summary>
    /// <param name="Diagnostic">The message.</param>
    public sealed record DiagnosticEmitted(Diagnostic Diagnostic) : EngineEvent;

    /// <summary>A phase ended.</summary>
    /// <param name="Timing">Which, and how long it took.</param>
    public sealed record PhaseDone(PhaseTiming Timing) : EngineEvent;

    /// <summary>The operation ended; always the last event.</summary>
    /// <param name="Changes">How many steps of each kind there were.</param>
    /// <param name="Succeeded">Whether all went well.</param>
    /// <param name="Duration">How long it took.</param>
    public sealed record Summary(ImmutableSortedDictionary<string, int> Changes, bool Succeeded, TimeSpan Duration) : EngineEvent;
}
