using System.Collections.Immutable;
using System.Text.Json;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Events;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Properties;
using EmbeddedPulumi.Engine.State;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine;

/// <summary>Judges an operation when its work is done, and puts the result together.</summary>
internal static class OperationResults
{
    public static PreviewResult Preview(StackSession session, bool expectNoChanges)
    {
        var (plan, failure) = End(session, expectNoChanges);
        return new PreviewResult
        {
            Failure = failure,
            Plan = plan,
            Diagnostics = session.Stack.Events.Diagnostics,
            Outputs = Outputs(session),
            Plugins = session.Plugins,
            Timings = session.Stack.Events.Timings,
            Config = session.Stack.Config.Values.SetItems(
                session.Stack.Config.SecretKeys.Select(key => KeyValuePair.Create(key, MaskedResource.Secret))),
        };
    }

    public static UpdateResult Update(StackSession session, bool expectNoChanges, int version)
    {
        var (plan, failure) = End(session, expectNoChanges);
        return new UpdateResult
        {
            Failure = failure,
            Plan = plan,
            Diagnostics = session.Stack.Events.Diagnostics,
            Outputs = Outputs(session),
            Plugins = session.Plugins,
            Timings = session.Stack.Events.Timings,
            Duration = session.Stack.Events.Elapsed,
            Version = version,
        };
    }

    /// <summary>The result of an operation that does not begin: its preview failed, or was not confirmed. Null when it may begin.</summary>
    public static async Task<UpdateResult?> RefusedAsync(
        PreviewResult preview, Func<PreviewResult, CancellationToken, Task<bool>> confirm, bool expectNoChanges,
        CancellationToken cancellation)
    {
        var failure = preview.Failure ?? (expectNoChanges && preview.Plan.HasChanges ? ExitCategory.UnexpectedChanges : null);
        if (failure is null && !await confirm(preview, cancellation)) failure = ExitCategory.Cancelled;
        return failure is null
            ? null
            : new UpdateResult
            {
                Failure = failure,
                Plan = preview.Plan,
                Diagnostics = preview.Diagnostics,
                Outputs = preview.Outputs,
                Plugins = preview.Plugins,
                Timings = preview.Timings,
                Duration = TimeSpan.Zero,
            };
    }

    /// <summary>Judges the operation, and tells that it is over.</summary>
    private static (Plan Plan, ExitCategory? Failure) End(StackSession session, bool expectNoChanges)
    {
        var plan = session.Plan;
        var failure = session.Run.Failure ?? (expectNoChanges && plan.HasChanges ? ExitCategory.UnexpectedChanges : null);
        session.Stack.Events.Publish(new EngineEvent.Summary(plan.Summary, failure is null, session.Stack.Events.Elapsed));
        return (plan, failure);
    }

    private static ImmutableSortedDictionary<string, JsonElement> Outputs(StackSession session) =>
        (session.Run.Journal.Current.Resources.FirstOrDefault(state => state.Type == TypeTokens.Stack)?.Outputs ?? PropertyMap.Empty)
            .ToImmutableSortedDictionary(entry => entry.Key, entry => MaskedJson.Of(entry.Value), StringComparer.Ordinal);
}
