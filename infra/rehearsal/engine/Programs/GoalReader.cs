using System.Collections.Immutable;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Programs;

/// <summary>Reads what a program asks for.</summary>
internal sealed class GoalReader(string directory)
{
    /// <exception cref="FormatException">A value or a duration is malformed.</exception>
    /// <exception cref="IOException">A file of an asset cannot be read.</exception>
    public Goal Read(
        RegisterResourceRequest request, string urn, ResourceState? parent, string provider, ImmutableArray<string> aliases)
    {
        var inputs = AssetHashes.Fill(OutputValues.Unwrap(PropertyWire.Decode(request.Object)), directory);
        // Programs send them in the order of their tasks' ends, which is another one each time.
        var dependencies = Sorted(request.Dependencies.Where(dependency => dependency != urn));
        var state = new ResourceState
        {
            Urn = urn,
            Type = request.Type,
            Custom = request.Custom,
            Inputs = inputs,
            Parent = request.Parent,
            Protect = request.HasProtect ? request.Protect : parent?.Protect ?? false,
            Dependencies = dependencies,
            Provider = provider,
            // Of a program that does not tell them, each property may come from all that the resource depends on.
            PropertyDependencies = ResourceState.NoPropertyDependencies.AddRange(
                request.PropertyDependencies.Count == 0 && !dependencies.IsEmpty
                    ? inputs.Keys.Select(key => KeyValuePair.Create(key, dependencies))
                    : request.PropertyDependencies.Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value.Urns)))),
            AdditionalSecretOutputs = [.. request.AdditionalSecretOutputs],
            Aliases = aliases,
            Timeouts = Timeouts(request.CustomTimeouts),
            ImportId = request.ImportId,
            RetainOnDelete = request.HasRetainOnDelete ? request.RetainOnDelete : parent?.RetainOnDelete ?? false,
            DeletedWith = request.DeletedWith.Length > 0 ? request.DeletedWith : parent?.DeletedWith ?? "",
            ReplaceWith = [.. request.ReplaceWith],
            IgnoreChanges = [.. request.IgnoreChanges],
            HideDiff = [.. request.HideDiffs],
            ReplaceOnChanges = [.. request.ReplaceOnChanges],
            ReplacementTrigger = request.ReplacementTrigger is null ? null : PropertyWire.Decode(request.ReplacementTrigger),
        };
        return new Goal(state, request.DeleteBeforeReplaceDefined ? request.DeleteBeforeReplace : null);
    }

    private static StepTimeouts Timeouts(RegisterResourceRequest.Types.CustomTimeouts? sent) => sent is null
        ? StepTimeouts.None
        : new StepTimeouts(
            StepTimeouts.Seconds(sent.Create), StepTimeouts.Seconds(sent.Update), StepTimeouts.Seconds(sent.Delete),
            StepTimeouts.Seconds(sent.Read));

    private static ImmutableArray<string> Sorted(IEnumerable<string> urns) => [.. urns.Distinct().Order(StringComparer.Ordinal)];
}
