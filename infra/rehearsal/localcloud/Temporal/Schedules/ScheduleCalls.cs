using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PipAi.LocalCloud.Temporal.Concurrency;
using PipAi.LocalCloud.Temporal.Filters;
using PipAi.LocalCloud.Temporal.Protocol;
using PipAi.LocalCloud.Temporal.Rpc;
using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.WorkflowService.V1;

namespace PipAi.LocalCloud.Temporal.Schedules;

/// <summary>What operators call to have workflows started by time.</summary>
internal sealed class ScheduleCalls(SerialExecutor executor, ScheduleRunning schedules, AttributeSchema schema)
{
    private const int LargestPage = 1000;
    private const int MostTimes = 1000;

    /// <summary>Answers them.</summary>
    public void Register(RpcTable table) => table
        .On<CreateScheduleRequest, CreateScheduleResponse>(executor, Create)
        .On<DescribeScheduleRequest, DescribeScheduleResponse>(executor, ask =>
            ScheduleViews.Full(schedules.Existing(ask.Namespace, ask.ScheduleId).State, executor.Now))
        .On<UpdateScheduleRequest, UpdateScheduleResponse>(executor, ask =>
        {
            Change(ask.Namespace, ask.ScheduleId, ask.RequestId, (state, now) => ScheduleChanges.Update(state, ask, now));
            return new();
        })
        .On<PatchScheduleRequest, PatchScheduleResponse>(executor, ask =>
        {
            Change(ask.Namespace, ask.ScheduleId, ask.RequestId, (state, now) => ScheduleChanges.Patch(state, ask.Patch, now));
            return new();
        })
        .On<ListScheduleMatchingTimesRequest, ListScheduleMatchingTimesResponse>((ask, _) => Task.FromResult(Times(ask)))
        .On<DeleteScheduleRequest, DeleteScheduleResponse>(executor, ask =>
        {
            schedules.Delete(schedules.Existing(ask.Namespace, ask.ScheduleId));
            return new();
        })
        .On<ListSchedulesRequest, ListSchedulesResponse>(executor, List)
        .On<CountSchedulesRequest, CountSchedulesResponse>(executor, ask => new() { Count = Found(ask.Namespace, ask.Query).Count() });

    private CreateScheduleResponse Create(CreateScheduleRequest ask)
    {
        if (schedules.Find(ask.Namespace, ask.ScheduleId) is { } existing)
        {
            if (existing.State.CreateRequestId != ask.RequestId) throw AlreadyThere(existing.State);
        }
        else schedules.Add(ScheduleChanges.Create(ask, executor.Now));
        return new() { ConflictToken = ScheduleViews.Token(1) };
    }

    private void Change(string namespaceId, string id, string requestId, Func<ScheduleState, DateTimeOffset, ScheduleState> change) =>
        schedules.Change(schedules.Existing(namespaceId, id), requestId, change);

    /// <summary>Looked for outside of a turn: a specification may have to be searched for long.</summary>
    private ListScheduleMatchingTimesResponse Times(ListScheduleMatchingTimesRequest ask)
    {
        var state = executor.Run(() => schedules.Existing(ask.Namespace, ask.ScheduleId).State);
        if (ask.StartTime is null || ask.EndTime is null) throw RpcError.Invalid("missing or invalid query");
        var times = state.Times.Between(ask.StartTime.ToDateTimeOffset(), ask.EndTime.ToDateTimeOffset()).Take(MostTimes);
        return new() { StartTime = { times.Select(time => Timestamp.FromDateTimeOffset(time.Actual)) } };
    }

    private ListSchedulesResponse List(ListSchedulesRequest ask)
    {
        var from = ask.NextPageToken.IsEmpty ? 0
            : HistoryPage.Read(ask.NextPageToken)?.From ?? throw RpcError.Invalid("Invalid NextPageToken.");
        var size = ask.MaximumPageSize is > 0 and < LargestPage ? ask.MaximumPageSize : LargestPage;
        var found = Found(ask.Namespace, ask.Query).OrderByDescending(state => state.CreatedAt)
            .ThenBy(state => state.Id, StringComparer.Ordinal).Skip(from).Take(size + 1).ToArray();
        var answer = new ListSchedulesResponse();
        answer.Schedules.Add(found.Take(size).Select(state => ScheduleViews.Brief(state, executor.Now)));
        if (found.Length > size) answer.NextPageToken = new HistoryPage("", from + size).ToToken();
        return answer;
    }

    private IEnumerable<ScheduleState> Found(string namespaceId, string query)
    {
        var filter = new ScheduleFilter(query, name => schema.TypeOf(namespaceId, name));
        return schedules.Of(namespaceId).Where(filter.Matches);
    }

    private static RpcException AlreadyThere(ScheduleState state) => RpcError.Of(
        StatusCode.AlreadyExists,
        $"schedule \"{state.Id}\" is already registered",
        new WorkflowExecutionAlreadyStartedFailure { StartRequestId = state.CreateRequestId });
}
