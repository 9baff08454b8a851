namespace PipAi.Operations.Availability;

/// <summary>Which of its three figures every assumption takes.</summary>
internal enum Case
{
    /// <summary>Bad years.</summary>
    Low,

    /// <summary>Most years.</summary>
    Likely,

    /// <summary>Good years.</summary>
    High,
}
