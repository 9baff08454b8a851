namespace Pulumi;

/// <summary>The stack in which resources are declared, and who takes their declarations.</summary>
internal sealed class DeclarationContext
{
    private static readonly AsyncLocal<DeclarationContext?> Flow = new();
    private Stack? root;

    /// <summary>The context of the program that runs.</summary>
    /// <exception cref="InvalidOperationException">None does: the code is not called from RunAsync or TestAsync.</exception>
    public static DeclarationContext Running =>
        Flow.Value ?? throw new InvalidOperationException("Trying to acquire Deployment.Instance before 'Run' was called.");

    public required string ProjectName { get; init; }

    public required string StackName { get; init; }

    /// <summary>Registers or reads a resource that was declared, a component remotely or not.</summary>
    public required Action<Resource, bool, ResourceArgs, ResourceOptions> Declare { get; init; }

    /// <summary>Registers the outputs of a component or of the stack.</summary>
    public required Action<Resource, Output<IDictionary<string, object?>>> RegisterOutputs { get; init; }

    /// <summary>The root resource.</summary>
    /// <exception cref="InvalidOperationException">It is not there yet.</exception>
    public Stack Root
    {
        get => root ?? throw new InvalidOperationException("Trying to acquire Deployment.Stack before 'Run' was called.");
        set => root = value;
    }

    /// <summary>Makes it the context of this asynchronous flow.</summary>
    public void Enter() => Flow.Value = this;
}
