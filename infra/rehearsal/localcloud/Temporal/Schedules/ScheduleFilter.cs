using Grpc.Core;
using PipAi.LocalCloud.Temporal.Filters;
using PipAi.LocalCloud.Temporal.Protocol;
using Temporalio.Api.Enums.V1;

namespace PipAi.LocalCloud.Temporal.Schedules;

/// <summary>A filter of the list of schedules: by their id, whether they are paused, and their own search attributes.</summary>
internal sealed class ScheduleFilter
{
    private const string Id = "ScheduleId";
    private const string Paused = "TemporalSchedulePaused";

    private readonly VisibilityQuery query;

    /// <summary>Reads one.</summary>
    /// <param name="text">The filter; an empty one means every schedule.</param>
    /// <param name="typeOf">The type of a search attribute by its name; null for one that does not exist.</param>
    /// <exception cref="RpcException">INVALID_ARGUMENT with what is wrong in it.</exception>
    public ScheduleFilter(string text, Func<string, IndexedValueType?> typeOf) => query = new(text, name => name switch
    {
        Id => IndexedValueType.Keyword,
        Paused => IndexedValueType.Bool,
        _ when BuiltInAttributes.All.ContainsKey(name) =>
            throw RpcError.Invalid($"invalid query filter for schedules: cannot filter on \"{name}\""),
        _ => typeOf(name),
    });

    /// <summary>Whether a schedule is meant.</summary>
    public bool Matches(ScheduleState state) => query.Matches(attribute => attribute.Name switch
    {
        Id => [state.Id],
        Paused => [state.Schedule.State.Paused],
        var name when state.SearchAttributes.IndexedFields.TryGetValue(name, out var value) =>
            AttributeValue.Read(value, attribute.Type) ?? [],
        _ => [],
    });
}
