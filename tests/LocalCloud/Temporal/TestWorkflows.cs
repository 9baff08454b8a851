using Temporalio.Worker;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>All workflows of these tests.</summary>
internal static class TestWorkflows
{
    private static readonly Type[] All =
    [
        typeof(RetryThenWait),
    ];

    public static void AddTo(TemporalWorkerOptions options)
    {
        foreach (var workflow in All) options.AddWorkflow(workflow);
        options.AddAllActivities(typeof(TestActivities), null);
    }
}
