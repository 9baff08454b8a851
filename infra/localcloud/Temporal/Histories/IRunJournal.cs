using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Histories;

/// <summary>Where the events of one run are kept for the next start of the service.</summary>
internal interface IRunJournal
{
    /// <summary>Keeps a record. It is safe from a killed process when the turn is over.</summary>
    void Write(HistoryEvent record);
}
