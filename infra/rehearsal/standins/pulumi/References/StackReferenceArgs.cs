namespace Pulumi;

/// <summary>Which stack is referred to.</summary>
public class StackReferenceArgs : ResourceArgs
{
    /// <summary>The stack as <c>organization/project/stack</c>; without it, the reference's own name.</summary>
    [Input("name", required: true)]
    public Input<string>? Name { get; set; }
}
