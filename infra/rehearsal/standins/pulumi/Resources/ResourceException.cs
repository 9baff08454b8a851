namespace Pulumi;

/// <summary>An error that belongs to one resource.</summary>
public class ResourceException : Exception
{
    /// <summary>An error of a resource, shown without the stack trace if <paramref name="hideStack"/> is set.</summary>
    public ResourceException(string message, Resource? resource, bool hideStack = false) : base(message)
    {
        Resource = resource;
        HideStack = hideStack;
    }

    internal Resource? Resource { get; }

    internal bool HideStack { get; }
}
