using PipAi.Operations.Drills;

namespace PipAi.Cli.Views.Drills;

/// <summary>What moments of a drill are called.</summary>
internal static class DrillWords
{
    public static string Of(DrillMoment moment) => moment switch
    {
        DrillMoment.Sent => "first document sent",
        DrillMoment.InForce => "fault in force",
        DrillMoment.Noticed => "noticed",
        DrillMoment.FirstAnswer => "first answer after it",
        DrillMoment.Recovered => "documents flow again",
        DrillMoment.FaultEnded => "fault ended",
        DrillMoment.Whole => "whole again",
        DrillMoment.Verified => "verified",
    };
}
