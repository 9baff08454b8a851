using System.Collections.Concurrent;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Execution;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Protocol;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Registration;

/// <summary>The outputs that a program declares for its components and its stack.</summary>
internal sealed class DeclaredOutputs(OperationContext run, ResourceTable table)
{
    private readonly ConcurrentDictionary<string, PropertyMap> outputs = new(StringComparer.Ordinal);

    /// <summary>What was declared for a resource; null for nothing.</summary>
    public PropertyMap? Of(string urn) => outputs.GetValueOrDefault(urn);

    /// <summary>Declares the outputs of a component or of the stack.</summary>
    /// <exception cref="FormatException">There is no such resource, or it has its outputs already; the run fails for it.</exception>
    public void Declare(RegisterResourceOutputsRequest request)
    {
        try
        {
            Declare(request.Urn, OutputValues.Unwrap(PropertyWire.Decode(request.Outputs)));
        }
        catch (FormatException error)
        {
            run.Error(ExitCategory.Failed, error.Message, request.Urn);
            throw;
        }
    }

    private void Declare(string urn, PropertyMap declared)
    {
        if (table.Find(urn) is null)
            throw new FormatException($"Outputs were registered for '{urn}', which the program has not registered in this run.");
        if (!outputs.TryAdd(urn, declared)) throw new FormatException($"The outputs of '{urn}' were registered twice.");
        run.Mask.Learn(declared);
        // The stack's own outputs are stored at the end: a failed run must not lose the ones before it.
        if (table.Find(urn) is not { State: { } state } entry || state.Type == TypeTokens.Stack) return;
        var now = state with { Outputs = declared };
        run.Journal.Exchange(state, now);
        table.Complete(urn, now, entry.OldUrn);
    }
}
