namespace Pulumi;

/// <summary>An earlier identity of a resource: a whole URN, or the parts that differ from today's.</summary>
public sealed class Alias
{
    /// <summary>The whole earlier URN; then nothing else may be set.</summary>
    public string? Urn { get; set; }

    /// <summary>The earlier name.</summary>
    public Input<string>? Name { get; set; }

    /// <summary>The earlier type token.</summary>
    public Input<string>? Type { get; set; }

    /// <summary>The earlier stack.</summary>
    public Input<string>? Stack { get; set; }

    /// <summary>The earlier project.</summary>
    public Input<string>? Project { get; set; }

    /// <summary>The earlier parent.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The earlier parent, by its URN.</summary>
    public Input<string>? ParentUrn { get; set; }

    /// <summary>True if the resource used to have no parent.</summary>
    public bool NoParent { get; set; }

    internal static Alias From(Pulumirpc.Alias alias) => alias.AliasCase == Pulumirpc.Alias.AliasOneofCase.Urn
        ? new Alias { Urn = alias.Urn }
        : new Alias
        {
            Name = Given(alias.Spec.Name),
            Type = Given(alias.Spec.Type),
            Stack = Given(alias.Spec.Stack),
            Project = Given(alias.Spec.Project),
            ParentUrn = Given(alias.Spec.ParentUrn),
            NoParent = alias.Spec.NoParent,
        };

    internal async Task<Pulumirpc.Alias> ToWireAsync()
    {
        if (Urn is not null) return new Pulumirpc.Alias { Urn = Urn };
        var spec = new Pulumirpc.Alias.Types.Spec
        {
            Name = await TextAsync(Name).ConfigureAwait(false),
            Type = await TextAsync(Type).ConfigureAwait(false),
            Stack = await TextAsync(Stack).ConfigureAwait(false),
            Project = await TextAsync(Project).ConfigureAwait(false),
        };
        Input<string>? parent = Parent is null ? ParentUrn : (Input<string>)Parent.Urn;
        if (parent is null) spec.NoParent = NoParent;
        else if (await TextAsync(parent).ConfigureAwait(false) is { Length: > 0 } urn) spec.ParentUrn = urn;
        return new Pulumirpc.Alias { Spec = spec };
    }

    private static Input<string>? Given(string text) => text.Length == 0 ? null : (Input<string>)text;

    private static async Task<string> TextAsync(Input<string>? input) =>
        input is null ? "" : await input.ToOutput().GetValueAsync(whenUnknown: "").ConfigureAwait(false);
}
