namespace Pulumi;

/// <summary>Options of the stack, and by it of every resource in it.</summary>
public class StackOptions
{
    /// <summary>Functions that may change the inputs and options of every resource.</summary>
    public List<ResourceTransformation> ResourceTransformations { get; set; } = [];

    /// <summary>Functions that the engine calls back to change inputs and options of every resource.</summary>
    public List<ResourceTransform> ResourceTransforms { get; set; } = [];
}
