namespace EmbeddedPulumi.Engine.Planning;

/// <summary>What a step does. The names are Pulumi's; <see cref="StepOps"/> gives their spelling and their glyphs.</summary>
public enum StepOp
{
    /// <summary>Nothing changes.</summary>
    Same,

    /// <summary>A new resource is created.</summary>
    Create,

    /// <summary>A resource is changed in place.</summary>
    Update,

    /// <summary>A resource that is no longer declared is deleted.</summary>
    Delete,

    /// <summary>A resource is replaced; the steps around it do the work.</summary>
    Replace,

    /// <summary>The successor of a replaced resource is created.</summary>
    CreateReplacement,

    /// <summary>The predecessor of a replaced resource is deleted.</summary>
    DeleteReplaced,

    /// <summary>An existing resource that the stack does not own is read.</summary>
    Read,

    /// <summary>A resource that the stack owned is replaced by one that it only reads.</summary>
    ReadReplacement,

    /// <summary>A resource is read to bring its state up to date.</summary>
    Refresh,

    /// <summary>A resource that was only read is dropped from the state.</summary>
    Discard,

    /// <summary>The predecessor of a replaced resource that was only read is dropped from the state.</summary>
    DiscardReplaced,

    /// <summary>The mark of a resource that was deleted before its replacement is dropped from the state.</summary>
    RemovePendingReplace,

    /// <summary>An existing resource comes under the stack's control.</summary>
    Import,

    /// <summary>An existing resource comes under the stack's control in place of another.</summary>
    ImportReplacement,
}
