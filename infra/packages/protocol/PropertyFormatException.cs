namespace EmbeddedPulumi.Protocol;

/// <summary>A message or a state file holds a special value that is malformed.</summary>
public sealed class PropertyFormatException : FormatException
{
    /// <summary>Says what is malformed.</summary>
    public PropertyFormatException(string message) : base(message)
    {
    }

    /// <summary>Says what is malformed, and what it was noticed by.</summary>
    public PropertyFormatException(string message, Exception cause) : base(message, cause)
    {
    }
}
