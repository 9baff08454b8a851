namespace Pulumi;

/// <summary>The engine could not be told something.</summary>
public class LogException : Exception
{
    /// <summary>The reason why.</summary>
    public LogException(Exception exception) : base("Error occurred during logging: " + exception?.Message, exception)
    {
    }
}
