using PipAi.LocalCloud.Temporal.Runs;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Histories;

/// <summary>Keeps histories in memory only.</summary>
internal sealed class ForgetfulKeeper : IHistoryKeeper, IRunJournal
{
    /// <inheritdoc/>
    public IRunJournal Open(RunKey run) => this;

    /// <inheritdoc/>
    public void Write(HistoryEvent record) { }
}
