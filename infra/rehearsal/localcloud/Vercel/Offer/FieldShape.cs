namespace PipAi.LocalCloud.Vercel.Offer;

/// <summary>What the value of a field or of a query parameter can be.</summary>
internal enum FieldShape
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A text, or a whole number.</summary>
    TextOrNumber,

    /// <summary>One of a few texts.</summary>
    Choice,

    /// <summary>An object whose members are fields of their own.</summary>
    Object,

    /// <summary>A list; of objects where the field has members, else of texts.</summary>
    List,

    /// <summary>A text, or a list of texts.</summary>
    TextOrList,

    /// <summary>An object with members of any names.</summary>
    Map,

    /// <summary>Nothing but null: clients send the field, and Vercel does nothing with it.</summary>
    Nothing,
}
