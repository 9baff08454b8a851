using Google.Protobuf;
using Google.Protobuf.Reflection;
using PipAi.LocalCloud.Temporal.Offer;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>Whatever is odd about a request or a command, the answer is never an error of the service, and no run is left stuck.</summary>
public sealed class MutatedInputTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    private readonly TemporalBed bed = new(temporal.Client);

    [Fact]
    public async Task No_request_is_an_internal_error()
    {
        var wrong = new List<string>();
        var methods = Temporalio.Api.WorkflowService.V1.ServiceReflection.Descriptor.Services[0].Methods.Where(
            method => OfferedMethods.Find(method) is not null);
        var count = 0;
        foreach (var (what, request) in methods.Select(method => Mutations.Filled(Make(method.InputType))).SelectMany(Mutations.Of))
        {
            count++;
            await Record.ExceptionAsync(() => bed.SendAsync(TemporalBed.Start(ask => ask.WorkflowId = "x")));
            // A call that waits is held until a second before its deadline.
            if (await Record.ExceptionAsync(
                () =>
                    bed.SendAsync(request, seconds: 1)) is RpcException
                {
                    Code: RpcException.StatusCode.Internal
                        or RpcException.StatusCode.Unknown
                } error)
                wrong.Add($"{what}: {error.Message}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.InRange(count, 300, 3000);
    }

    [Fact]
    public async Task No_command_is_an_internal_error_or_leaves_its_run_stuck()
    {
        var wrong = new List<string>();
        foreach (var type in Enum.GetValues<CommandType>().Where(type => type != CommandType.Unspecified))
        {
            var attributes = Command.Descriptor.Fields.InDeclarationOrder().Single(
                field => field.PropertyName == $"{type}CommandAttributes");
            foreach (var (what, message) in Mutations.Of(Mutations.Filled(Make(attributes.MessageType))))
            {
                var command = new Command { CommandType = type };
                attributes.Accessor.SetValue(command, message);
                if (await StuckAsync(command) is { } why) wrong.Add($"{what}: {why}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>
    /// What is wrong after a command: an error of the service, or a run that is open, and whose task is neither failed nor completed.
    /// </summary>
    private async Task<string?> StuckAsync(Command command)
    {
        var (run, refusal) = await bed.CommandAsync([command]);
        if (refusal is not null and not RpcException { Code: RpcException.StatusCode.InvalidArgument or RpcException.StatusCode.NotFound })
            return refusal.Message;
        var events = await bed.HistoryAsync(run);
        if (refusal is RpcException { Code: RpcException.StatusCode.InvalidArgument }
            && !events.Any(happened => happened.EventType == EventType.WorkflowTaskFailed))
            return $"refused without a failed task: {refusal.Message}";
        if (refusal is null && !events.Any(happened => happened.EventType == EventType.WorkflowTaskCompleted))
            return "taken without a completed task";
        await Record.ExceptionAsync(
            () => bed.SendAsync(new TerminateWorkflowExecutionRequest { Namespace = TemporalBed.Namespace, WorkflowExecution = run }));
        return null;
    }

    private static IMessage Make(MessageDescriptor message) => (IMessage)Activator.CreateInstance(message.ClrType)!;
}
