namespace EmbeddedPulumi.Engine.Planning;

/// <summary>Pulumi's spelling, glyph and meaning of each <see cref="StepOp"/>.</summary>
public static class StepOps
{
    /// <summary>The name in JSON and in summaries, such as <c>create-replacement</c>.</summary>
    public static string Name(this StepOp op) => op switch
    {
        StepOp.Same => "same",
        StepOp.Create => "create",
        StepOp.Update => "update",
        StepOp.Delete => "delete",
        StepOp.Replace => "replace",
        StepOp.CreateReplacement => "create-replacement",
        StepOp.DeleteReplaced => "delete-replaced",
        StepOp.Read => "read",
        StepOp.ReadReplacement => "read-replacement",
        StepOp.Refresh => "refresh",
        StepOp.Discard => "discard",
        StepOp.DiscardReplaced => "discard-replaced",
        StepOp.RemovePendingReplace => "remove-pending-replace",
        StepOp.Import => "import",
        StepOp.ImportReplacement => "import-replacement",
    };

    /// <summary>The glyph before the resource in a table, such as <c>+</c>; empty for <see cref="StepOp.Same"/>.</summary>
    public static string Glyph(this StepOp op) => op switch
    {
        StepOp.Same => "",
        StepOp.Create => "+",
        StepOp.Update or StepOp.Refresh => "~",
        StepOp.Delete => "-",
        StepOp.Replace => "+-",
        StepOp.CreateReplacement => "++",
        StepOp.DeleteReplaced or StepOp.RemovePendingReplace => "--",
        StepOp.Read => ">",
        StepOp.ReadReplacement => ">>",
        StepOp.Discard => "<",
        StepOp.DiscardReplaced => "<<",
        StepOp.Import => "=",
        StepOp.ImportReplacement => "=>",
    };

    /// <summary>Whether the step changes a resource; reading one does not.</summary>
    public static bool IsChange(this StepOp op) =>
        op is not (StepOp.Same or StepOp.Read or StepOp.ReadReplacement or StepOp.Refresh or StepOp.Discard or StepOp.DiscardReplaced);
}
