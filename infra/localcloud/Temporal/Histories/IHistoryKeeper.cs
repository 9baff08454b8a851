using PipAi.LocalCloud.Temporal.Runs;

namespace PipAi.LocalCloud.Temporal.Histories;

/// <summary>Where histories are kept: in files, or nowhere.</summary>
internal interface IHistoryKeeper
{
    /// <summary>The journal of a run, new or continued.</summary>
    IRunJournal Open(RunKey run);
}
