using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Stacks;

namespace EmbeddedPulumi.Engine.Backend;

/// <summary>Where Pulumi's file backend keeps what belongs to one stack.</summary>
/// <param name="BackendDirectory">The folder that holds <c>.pulumi</c>.</param>
/// <param name="Project">The project's name.</param>
/// <param name="Stack">The stack's name.</param>
internal sealed record StackPaths(string BackendDirectory, string Project, string Stack)
{
    /// <summary>The paths of a stack outside of any operation; nothing is read but the project file.</summary>
    /// <exception cref="EngineException">The project file is missing or wrong, or the stack's name is no stack name.</exception>
    public static StackPaths Of(StackContext context)
    {
        StackNames.Check(context.StackName);
        return new StackPaths(context.BackendDirectory, ProjectFile.Load(context.ProjectFile).Name, context.StackName);
    }

    public string Root => Path.Combine(Path.GetFullPath(BackendDirectory), ".pulumi");

    public string Meta => Path.Combine(Root, "meta.yaml");

    public string Stacks => Path.Combine(Root, "stacks", Project);

    public string Checkpoint => Path.Combine(Stacks, $"{Stack}.json");

    public string CheckpointCopy => Checkpoint + ".bak";

    public string History => Path.Combine(Root, "history", Project, Stack);

    public string Backups => Path.Combine(Root, "backups", Project, Stack);

    public string Locks => Path.Combine(Root, "locks", "organization", Project, Stack);
}
