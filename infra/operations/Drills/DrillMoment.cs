namespace PipAi.Operations.Drills;

/// <summary>The moments of a drill, in their usual order.</summary>
internal enum DrillMoment
{
    /// <summary>The first document was sent.</summary>
    Sent,

    /// <summary>The fault was in force: every clock of the drill starts here.</summary>
    InForce,

    /// <summary>The platform had noticed; what that is says the scenario.</summary>
    Noticed,

    /// <summary>The first document that was sent after the fault was answered.</summary>
    FirstAnswer,

    /// <summary>All documents of before the fault were answered, and the first three of after it.</summary>
    Recovered,

    /// <summary>The fault was taken back.</summary>
    FaultEnded,

    /// <summary>Every declared machine was well, and every replica had every object.</summary>
    Whole,

    /// <summary>A verification held.</summary>
    Verified,
}
