using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Deployment.V1;

namespace PipAi.LocalCloud.Temporal.Matching;

/// <summary>A worker's open poll.</summary>
/// <param name="Identity">The worker's own name for itself, e.g. <c>iad/d890…@pip-ai-temporal-workers</c>.</param>
/// <param name="Sticky">Whether it asks its own sticky queue: it then holds the workflow and needs only the news.</param>
/// <param name="Deployment">The worker's build, if it said.</param>
internal sealed record Poller(string Identity, bool Sticky, WorkerDeploymentOptions? Deployment)
{
    private readonly TaskCompletionSource<IMessage?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The worker's build, as workers said it before there were deployments.</summary>
    public WorkerVersionStamp? Version { get; init; }

    /// <summary>The task it was given, or null if it waited for nothing.</summary>
    public Task<IMessage?> Answer => answer.Task;

    /// <summary>Gives it a task, or null to send it away.</summary>
    public void Give(IMessage? task) => answer.TrySetResult(task);
}
