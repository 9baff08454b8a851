using System.Runtime.InteropServices;
using Google.Protobuf;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Histories;

/// <summary>
/// The journal of one run. The records of one turn go to the file in one write at its end, so that a killed process leaves all of
/// them or none, and before anybody is answered.
/// </summary>
internal sealed class RunJournal(string file, Turns turns)
{
    private readonly List<byte> unwritten = [];
    private bool isDue;

    /// <summary>Keeps a record as it is now. It is safe from a killed process when the turn is over.</summary>
    public void Write(HistoryEvent record)
    {
        if (!isDue) turns.AtEnd(Flush);
        isDue = true;
        using var bytes = new MemoryStream();
        record.WriteDelimitedTo(bytes);
        unwritten.AddRange(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private void Flush()
    {
        isDue = false;
        using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        stream.Write(CollectionsMarshal.AsSpan(unwritten));
        unwritten.Clear();
    }
}
