using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Temporal.Authorization;
using PipAi.LocalCloud.Temporal.Offer;
using PipAi.Testing;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>The table of what is offered, and that the service keeps to it.</summary>
public sealed class OfferedMethodTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    private static readonly ServiceDescriptor[] Services =
    [
        .. Temporalio.Api.Cloud.CloudService.V1.ServiceReflection.Descriptor.Services,
        .. Temporalio.Api.WorkflowService.V1.ServiceReflection.Descriptor.Services,
        .. Temporalio.Api.OperatorService.V1.ServiceReflection.Descriptor.Services,
    ];

    [Fact]
    public void The_README_shows_the_table() => ReadmeSection.Matches(
        "infra/rehearsal/localcloud/Temporal/README.md", "offered",
        OfferedOperation.Markdown(OfferedMethods.All.Select(method => method.Shown)));

    [Fact]
    public async Task What_stands_in_the_table_is_answered_and_nothing_else()
    {
        var wrong = new List<string>();
        foreach (var method in Services.SelectMany(service => service.Methods).Where(
            method => !method.Name.StartsWith("Poll", StringComparison.Ordinal)))
        {
            var request = Empty(method);
            if (method.InputType.FindFieldByName("namespace") is { } field) field.Accessor.SetValue(request, temporal.Namespace);
            var error = await Record.ExceptionAsync(() => CallAsync(method, request));
            // Changing the account through the workflow service is refused to every key, as in Temporal Cloud.
            if (error is RpcException { Code: RpcException.StatusCode.PermissionDenied }
                && MethodRights.Of(method) == MethodRight.Administration) continue;
            var isRefused = error is RpcException { Code: RpcException.StatusCode.Unimplemented };
            if (isRefused == OfferedMethods.Find(method) is not null) wrong.Add($"{method.FullName}: {error?.Message ?? "OK"}");
            if (isRefused && !error!.Message.Contains(method.FullName, StringComparison.Ordinal))
                wrong.Add($"{method.FullName} is not named: {error.Message}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task An_empty_request_is_never_an_error_of_the_Cloud_Ops_API()
    {
        var wrong = new List<string>();
        foreach (var method in Services[0].Methods.Where(method => OfferedMethods.Find(method) is not null))
        {
            var error = await Record.ExceptionAsync(() => CallAsync(method, Empty(method))) as RpcException;
            if (error is not null and not { Code: RpcException.StatusCode.InvalidArgument })
                wrong.Add($"{method.Name}: {error.Code} {error.Message}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_call_that_names_no_namespace_passes_no_gate()
    {
        var passed = new List<string>();
        foreach (var method in Services[1].Methods.Where(method => OfferedMethods.Find(method) is not null))
        {
            var error = await Record.ExceptionAsync(() => CallAsync(method, Empty(method))) as RpcException;
            if (error is not { Code: RpcException.StatusCode.InvalidArgument }) passed.Add(method.Name);
        }
        Assert.Equal(["GetClusterInfo", "GetSystemInfo", "ListNamespaces"], passed.Order());
    }

    [Fact]
    public async Task A_start_that_asks_for_what_is_not_done_is_refused_by_name()
    {
        foreach (var (request, field) in new (StartWorkflowExecutionRequest, string)[]
        {
            (new() { CronSchedule = "* * * * *" }, "cron_schedule"),
            (new() { VersioningOverride = new() { AutoUpgrade = true } }, "versioning_override"),
            (new() { CompletionCallbacks = { new Temporalio.Api.Common.V1.Callback() } }, "completion_callbacks"),
        })
        {
            request.Namespace = temporal.Namespace;
            (request.WorkflowId, request.WorkflowType, request.TaskQueue) = ("refused", new() { Name = "Any" }, new() { Name = "any" });
            var error = await Assert.ThrowsAsync<RpcException>(() => temporal.Client.WorkflowService.StartWorkflowExecutionAsync(request));
            Assert.Equal(
                (RpcException.StatusCode.InvalidArgument, $"WorkflowService/StartWorkflowExecution takes no field '{field}' here"),
                (error.Code, error.Message));
        }
    }

    private static IMessage Empty(MethodDescriptor method) => (IMessage)Activator.CreateInstance(method.InputType.ClrType)!;

    private async Task CallAsync(MethodDescriptor method, IMessage request)
    {
        var connection = temporal.Client.Connection;
        RpcService service = method.Service.Name switch
        {
            "CloudService" => temporal.Cloud.CloudService,
            "OperatorService" => connection.OperatorService,
            _ => connection.WorkflowService,
        };
        var call = service.GetType().GetMethod(
            method.Name + "Async", BindingFlags.Public | BindingFlags.Instance, [method.InputType.ClrType, typeof(RpcOptions)]);
        Assert.True(call is not null, $"the SDK has no {method.FullName}");
        await (Task)call.Invoke(service, [request, new RpcOptions { Retry = false }])!;
    }
}
