namespace PipAi.Plugins.Schema;

/// <summary>What a property's value is.</summary>
public enum PropertyShape
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A list of one shape.</summary>
    List,

    /// <summary>A map from names to one shape.</summary>
    Map,

    /// <summary>A nested type with named properties.</summary>
    Object,
}
