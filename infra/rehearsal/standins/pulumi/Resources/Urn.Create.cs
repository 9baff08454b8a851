namespace Pulumi;

/// <content>Making URNs from their parts.</content>
public readonly partial struct Urn
{
    /// <summary>The URN that a resource of these parts has; stack and project are the running ones unless given.</summary>
    /// <exception cref="ArgumentException">Both a parent and a parent's URN are given.</exception>
    public static Output<string> Create(
        Input<string> name,
        Input<string> type,
        Resource? parent = null,
        Input<string>? parentUrn = null,
        Input<string>? project = null,
        Input<string>? stack = null)
    {
        if (parent is not null && parentUrn is not null)
            throw new ArgumentException("Only one of 'parent' and 'parentUrn' can be non-null.");
        var above = parent is null ? parentUrn : (Input<string>)parent.Urn;
        if (above is not null)
        {
            return Output.Tuple(above, type, name).Apply(parts =>
                $"{parts.Item1[..parts.Item1.LastIndexOf("::", StringComparison.Ordinal)]}${parts.Item2}::{parts.Item3}");
        }

        var running = DeclarationContext.Running;
        return Output.Format($"urn:pulumi:{stack ?? running.StackName}::{project ?? running.ProjectName}::{type}::{name}");
    }
}
