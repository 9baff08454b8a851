using System.Reflection;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>All workflows and activities of these tests.</summary>
internal static class TestWorkflows
{
    private static readonly Type[] All =
        [.. typeof(TestWorkflows).Assembly.GetTypes().Where(type => type.GetCustomAttribute<WorkflowAttribute>() is not null)];

    public static void AddTo(TemporalWorkerOptions options)
    {
        foreach (var workflow in All) options.AddWorkflow(workflow);
        options.AddAllActivities(typeof(TestActivities), null);
        options.AddAllActivities(typeof(Workers.StoppableActivities), null);
    }

    public static void AddTo(WorkflowReplayerOptions options)
    {
        foreach (var workflow in All) options.AddWorkflow(workflow);
    }
}
