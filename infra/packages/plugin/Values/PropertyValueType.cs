namespace PipAi.Plugins.Values;

/// <summary>The kinds of <see cref="PropertyValue"/>.</summary>
public enum PropertyValueType
{
    /// <summary>No value.</summary>
    Null,

    /// <summary>A truth value.</summary>
    Bool,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A text.</summary>
    String,

    /// <summary>A list.</summary>
    Array,

    /// <summary>An object.</summary>
    Map,

    /// <summary>A file or text.</summary>
    Asset,

    /// <summary>A collection of files.</summary>
    Archive,

    /// <summary>A resource of the deployment.</summary>
    Resource,

    /// <summary>A value that only a deployment will tell.</summary>
    Computed,
}
