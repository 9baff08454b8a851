using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.State;

namespace EmbeddedPulumi.Engine.Execution;

/// <summary>A value that became secret without becoming another value changes nothing at the provider, so it is told by a line.</summary>
internal static class NewSecrets
{
    /// <summary>Says which inputs are secret from now on; nothing when there are none.</summary>
    public static void Log(EventStream events, ResourceState old, ResourceState goal)
    {
        if (!goal.Inputs.ContainsSecrets) return;
        var keys = goal.Inputs.Where(input => input.Value.ContainsSecrets && old.Inputs.Get(input.Key) is { ContainsSecrets: false })
            .Select(input => input.Key).ToArray();
        if (keys.Length == 0) return;
        events.Log(new Diagnostic(
            DiagnosticSeverity.Notice,
            $"Now secret: {string.Join(", ", keys)}. The state holds it sealed from now on; backups from before hold it in clear.",
            goal.Urn));
    }
}
