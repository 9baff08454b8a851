using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using WorkflowExecution = Temporalio.Api.Common.V1.WorkflowExecution;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>A workflow service, ours or Temporal's own, as a test speaks to it: by hand, request by request.</summary>
public sealed class TemporalBed(TemporalClient client)
{
    public const string Namespace = "documents.local";

    private static readonly MethodDescriptor[] Methods =
        [.. Temporalio.Api.WorkflowService.V1.ServiceReflection.Descriptor.Services.SelectMany(service => service.Methods)];

    public WorkflowService Service => client.WorkflowService;

    /// <summary>Sends a request to the method that takes it.</summary>
    public async Task SendAsync(IMessage request, double seconds = 20)
    {
        var method = Methods.Single(method => method.InputType.ClrType == request.GetType());
        var call = typeof(WorkflowService).GetMethod(method.Name + "Async", BindingFlags.Public | BindingFlags.Instance,
            [request.GetType(), typeof(RpcOptions)])!;
        await (Task)call.Invoke(Service, [request, new RpcOptions { Retry = false, Timeout = TimeSpan.FromSeconds(seconds) }])!;
    }

    /// <summary>An update of a workflow that is not there.</summary>
    public static UpdateWorkflowExecutionRequest Update(Action<UpdateWorkflowExecutionRequest> change)
    {
        var request = new UpdateWorkflowExecutionRequest
        {
            Namespace = Namespace,
            WorkflowExecution = new() { WorkflowId = "nobody" },
            WaitPolicy = new() { LifecycleStage = UpdateWorkflowExecutionLifecycleStage.Completed },
            Request = new() { Meta = new() { UpdateId = "u" }, Input = new() { Name = "n" } },
        };
        change(request);
        return request;
    }

    /// <summary>The same, with a signal.</summary>
    public static SignalWithStartWorkflowExecutionRequest SignalWithStart(Action<SignalWithStartWorkflowExecutionRequest> change)
    {
        var start = Start();
        var request = new SignalWithStartWorkflowExecutionRequest
        {
            Namespace = Namespace,
            WorkflowId = start.WorkflowId,
            WorkflowType = start.WorkflowType,
            TaskQueue = start.TaskQueue,
            RequestId = start.RequestId,
            SignalName = "s",
        };
        change(request);
        return request;
    }

    /// <summary>A request to start a workflow that nobody works on.</summary>
    public static StartWorkflowExecutionRequest Start(Action<StartWorkflowExecutionRequest>? change = null)
    {
        var start = new StartWorkflowExecutionRequest
        {
            Namespace = Namespace,
            WorkflowId = RunningTemporal.Unique("wrong"),
            WorkflowType = new() { Name = "Nothing" },
            TaskQueue = new() { Name = RunningTemporal.Unique("queue") },
            RequestId = Guid.NewGuid().ToString(),
            Identity = "hand",
        };
        change?.Invoke(start);
        return start;
    }

    /// <summary>Starts a workflow, and answers its first task as a worker would.</summary>
    public async Task<(WorkflowExecution Execution, Exception? Refusal)> CommandAsync(IEnumerable<Command> commands,
        Action<StartWorkflowExecutionRequest>? change = null)
    {
        var start = Start(change);
        var run = (await Service.StartWorkflowExecutionAsync(start)).RunId;
        var task = await Service.PollWorkflowTaskQueueAsync(
            new() { Namespace = Namespace, TaskQueue = start.TaskQueue, Identity = "hand" });
        var answer = new RespondWorkflowTaskCompletedRequest
        {
            Namespace = Namespace,
            TaskToken = task.TaskToken,
            Identity = "hand",
            Commands = { commands },
        };
        return (new() { WorkflowId = start.WorkflowId, RunId = run }, await Record.ExceptionAsync(() => SendAsync(answer)));
    }

    /// <summary>The events of a run.</summary>
    public async Task<IReadOnlyList<HistoryEvent>> HistoryAsync(WorkflowExecution run) =>
        [.. (await Service.GetWorkflowExecutionHistoryAsync(new() { Namespace = Namespace, Execution = run })).History.Events];

    /// <summary>The value of a search attribute or a memo field.</summary>
    public static Payload Json(string json) => new()
    {
        Data = ByteString.CopyFromUtf8(json),
        Metadata = { ["encoding"] = ByteString.CopyFromUtf8("json/plain") },
    };

    /// <summary>Something of a certain size.</summary>
    public static Payloads Sized(int bytes) => new() { Payloads_ = { new Payload { Data = ByteString.CopyFrom(new byte[bytes]) } } };

    /// <summary>Search attributes by name, their values in JSON.</summary>
    public static SearchAttributes Attributes(params (string Name, string Json)[] values)
    {
        var attributes = new SearchAttributes();
        foreach (var (name, json) in values) attributes.IndexedFields.Add(name, Json(json));
        return attributes;
    }
}
