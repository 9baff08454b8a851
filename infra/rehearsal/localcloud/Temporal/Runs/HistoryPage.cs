using System.Globalization;
using Google.Protobuf;
using Temporalio.Api.History.V1;

namespace PipAi.LocalCloud.Temporal.Runs;

/// <summary>A part of a run's events, and the token that asks for the next part.</summary>
/// <param name="RunId">The run; a workflow id alone would mean another run after continue-as-new.</param>
/// <param name="From">How many events come before it.</param>
internal readonly record struct HistoryPage(string RunId, int From)
{
    /// <summary>Adds at most <paramref name="size"/> events from index <paramref name="from"/> on; answers the token of the rest.</summary>
    public static ByteString Fill(History history, Run run, int from, int size)
    {
        for (var i = from; i < run.Events.Count && i < from + size; i++) history.Events.Add(run.Events[i]);
        return from + size < run.Events.Count ? new HistoryPage(run.Key.RunId, from + size).ToToken() : ByteString.Empty;
    }

    /// <summary>The token of this page.</summary>
    public ByteString ToToken() => ByteString.CopyFromUtf8(string.Create(CultureInfo.InvariantCulture, $"{RunId}|{From}"));

    /// <summary>Reads a token; null for anything this service never sent.</summary>
    public static HistoryPage? Read(ByteString token) =>
        token.ToStringUtf8().Split('|') is [var run, var from]
        && int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new HistoryPage(run, index)
            : null;
}
