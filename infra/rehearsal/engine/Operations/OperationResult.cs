using System.Collections.Immutable;
using System.Text.Json;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Operations;

/// <summary>What an operation came to. Secrets are masked everywhere in it.</summary>
public abstract record OperationResult
{
    /// <summary>Whether the operation did all it had to do.</summary>
    public bool Succeeded => Failure is null;

    /// <summary>Why it did not succeed; null when it did. The details are in <see cref="Diagnostics"/>.</summary>
    public required ExitCategory? Failure { get; init; }

    /// <summary>Everything that was decided, in a stable order: the program's order of registration, then deletions.</summary>
    public required Plan Plan { get; init; }

    /// <summary>How many steps of each kind there are, <c>same</c> included, by Pulumi's names; ordered by name.</summary>
    public ImmutableSortedDictionary<string, int> ChangeSummary => Plan.Summary;

    /// <summary>Messages of the program, the providers and the engine, in the order in which they came.</summary>
    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }

    /// <summary>The stack's outputs after the operation, masked like those of a <see cref="MaskedResource"/>; ordered by name.</summary>
    public required ImmutableSortedDictionary<string, JsonElement> Outputs { get; init; }

    /// <summary>The plugins in use that the host did not bring, in order of name.</summary>
    public ImmutableArray<ForeignPlugin> Plugins { get; init; } = [];

    /// <summary>How long each phase took, in order.</summary>
    public required ImmutableArray<PhaseTiming> Timings { get; init; }
}
