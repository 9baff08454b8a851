using Google.Protobuf;
using PipAi.LocalCloud.Temporal.Authorization;
using PipAi.LocalCloud.Temporal.Rpc;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>Which methods a worker's key may call, and in which namespaces, wherever a request names them.</summary>
public sealed class ForwardedMethodTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    private const string Foreign = "foreign.local";

    [Fact]
    public void Every_method_of_the_package_is_listed_with_its_right()
    {
        var methods = RpcTable.Services.Where(service => service.Name != "CloudService").SelectMany(service => service.Methods).ToList();

        Assert.True(methods.Count >= 135);
        Assert.Empty(methods.Where(method => MethodRights.Of(method) == MethodRight.Unlisted).Select(method => method.FullName));
        // Without the field there would be nothing to check, and the call would be refused for ever.
        Assert.Empty(methods.Where(method => MethodRights.Of(method) is MethodRight.Read or MethodRight.Write)
            .Where(method => method.InputType.FindFieldByName("namespace") is null).Select(method => method.FullName));
    }

    [Fact]
    public async Task A_key_changes_neither_namespaces_nor_the_cluster_whoever_owns_it()
    {
        foreach (var key in new[] { temporal.WorkerKey, RunningTemporal.AdministratorKey })
        {
            var client = await temporal.ConnectAsync(key);
            await RefusedAsync(() => client.OperatorService.DeleteNamespaceAsync(new() { NamespaceId = temporal.Namespace }));
            await RefusedAsync(() => client.OperatorService.DeleteNamespaceAsync(new() { Namespace = temporal.Namespace }));
            await RefusedAsync(() => client.OperatorService.AddSearchAttributesAsync(
                new() { Namespace = temporal.Namespace, SearchAttributes = { ["Kind"] = IndexedValueType.Keyword } }));
            await RefusedAsync(
                () =>
                    client.OperatorService.RemoveSearchAttributesAsync(
                        new() { Namespace = temporal.Namespace, SearchAttributes = { "Kind" } }));
            await RefusedAsync(() => client.OperatorService.CreateNexusEndpointAsync(new() { Spec = new() { Name = "endpoint" } }));
            await RefusedAsync(() => client.OperatorService.ListClustersAsync(new()));
            await RefusedAsync(() => client.WorkflowService.UpdateNamespaceAsync(new() { Namespace = temporal.Namespace }));
            await RefusedAsync(() => client.WorkflowService.RegisterNamespaceAsync(new() { Namespace = "mine" }));
            await RefusedAsync(() => client.WorkflowService.DeprecateNamespaceAsync(new() { Namespace = temporal.Namespace }));
        }

        Assert.Equal(
            temporal.Namespace,
            (await temporal.Client.WorkflowService.DescribeNamespaceAsync(new() { Namespace = temporal.Namespace })).NamespaceInfo.Name);
    }

    [Fact]
    public async Task A_namespace_of_others_is_refused_wherever_a_request_names_it()
    {
        await temporal.CreateNamespaceAsync("foreign");
        var service = temporal.Client.WorkflowService;
#pragma warning disable CS0612 // Deprecated, but a command that carries it is obeyed.
        var child = new Command { StartChildWorkflowExecutionCommandAttributes = new() { Namespace = Foreign, WorkflowId = "child" } };
        var signal = new Command { SignalExternalWorkflowExecutionCommandAttributes = new() { Namespace = Foreign, SignalName = "go" } };
        var cancel = new Command { RequestCancelExternalWorkflowExecutionCommandAttributes = new() { Namespace = Foreign } };
#pragma warning restore CS0612

        await RefusedAsync(() => service.CountWorkflowExecutionsAsync(new() { Namespace = Foreign }));
        await RefusedAsync(() => service.DescribeNamespaceAsync(new() { Id = Foreign }));
        await RefusedAsync(() => service.DescribeNamespaceAsync(new() { Namespace = temporal.Namespace, Id = Foreign }));
        foreach (var command in new[] { child, signal, cancel })
        {
            await RefusedAsync(() => service.RespondWorkflowTaskCompletedAsync(
                new()
                {
                    Namespace = temporal.Namespace,
                    TaskToken = ByteString.CopyFromUtf8("token"),
                    Commands = { new Command(), command },
                }));
        }
        await RefusedAsync(() => service.ExecuteMultiOperationAsync(new()
        {
            Namespace = temporal.Namespace,
            Operations = { new ExecuteMultiOperationRequest.Types.Operation { StartWorkflow = new() { Namespace = Foreign } } },
        }));
    }

    [Fact]
    public async Task A_request_about_a_namespace_must_name_one()
    {
        var client = await temporal.ConnectAsync(RunningTemporal.AdministratorKey);

        var error = await Assert.ThrowsAsync<RpcException>(() => client.WorkflowService.CountWorkflowExecutionsAsync(new()));
        var listed = await temporal.Client.WorkflowService.ListNamespacesAsync(new());

        Assert.Equal(RpcException.StatusCode.InvalidArgument, error.Code);
        Assert.Equal("Namespace not set on request.", error.Message);
        Assert.Equal([temporal.Namespace], listed.Namespaces.Select(described => described.NamespaceInfo.Name));
    }

    private static async Task RefusedAsync<T>(Func<Task<T>> call) =>
        Assert.Equal(RpcException.StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(call)).Code);
}
