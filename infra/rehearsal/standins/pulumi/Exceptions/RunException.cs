namespace Pulumi;

/// <summary>A mistake of the user's: the program ends with its message and no stack trace.</summary>
public class RunException : Exception
{
    /// <summary>A mistake in words for the user.</summary>
    public RunException(string message) : base(message)
    {
    }

    /// <summary>A mistake in words for the user, and what it was noticed by.</summary>
    public RunException(string message, Exception? innerException) : base(message, innerException)
    {
    }

    /// <summary>Output properties that are no outputs.</summary>
    public static RunException OutputsHaveIncorrectType(IEnumerable<string> outputAttributeNames) => new(
        $"Output(s) '{string.Join(", ", outputAttributeNames)}' have incorrect type. "
        + "[Output] attributed properties must be instances of Output<T>.");
}
