using EmbeddedPulumi.Engine.Planning;

namespace PipAi.Cli.Views.Plans;

/// <summary>What happens to a resource, in a word.</summary>
internal static class StepWords
{
    /// <summary>While it goes on.</summary>
    public static string Doing(StepOp op) => op switch
    {
        StepOp.Create or StepOp.CreateReplacement => "creating",
        StepOp.Update or StepOp.Same => "updating",
        StepOp.Delete or StepOp.DeleteReplaced or StepOp.Discard or StepOp.DiscardReplaced or StepOp.RemovePendingReplace => "deleting",
        StepOp.Replace => "replacing",
        StepOp.Read or StepOp.ReadReplacement => "reading",
        StepOp.Refresh => "refreshing",
        StepOp.Import or StepOp.ImportReplacement => "importing",
    };

    /// <summary>When it is over.</summary>
    public static string Done(StepOp op) => op switch
    {
        StepOp.Same => "unchanged",
        StepOp.Create or StepOp.CreateReplacement => "created",
        StepOp.Update => "updated",
        StepOp.Delete or StepOp.DeleteReplaced => "deleted",
        StepOp.Replace => "replaced",
        StepOp.Read or StepOp.ReadReplacement => "read",
        StepOp.Refresh => "refreshed",
        StepOp.Discard or StepOp.DiscardReplaced or StepOp.RemovePendingReplace => "forgotten",
        StepOp.Import or StepOp.ImportReplacement => "imported",
    };
}
