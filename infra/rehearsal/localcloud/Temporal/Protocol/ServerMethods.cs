using Google.Protobuf.Reflection;

namespace PipAi.LocalCloud.Temporal.Protocol;

/// <summary>The server's methods by name, for the calls that we make ourselves.</summary>
internal static class ServerMethods
{
    private static readonly ServiceDescriptor Workflows = Temporalio.Api.WorkflowService.V1.ServiceReflection.Descriptor.Services[0];
    private static readonly ServiceDescriptor Operations = Temporalio.Api.OperatorService.V1.ServiceReflection.Descriptor.Services[0];

    /// <summary>The method of that name, of the workflow service or of the operator's.</summary>
    public static MethodDescriptor Of(string name) => Workflows.FindMethodByName(name) ?? Operations.FindMethodByName(name);
}
