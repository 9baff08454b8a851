namespace PipAi.Operations.Dashboard;

/// <summary>A server-sent event.</summary>
/// <param name="Id">Its id, or that of the last message before it where it has none of its own.</param>
/// <param name="Kind"><c>snapshot</c>, <c>status</c>, <c>event</c>, <c>logs</c> or <c>drill</c>.</param>
/// <param name="Data">JSON, in one line.</param>
internal sealed record DashboardMessage(string Id, string Kind, string Data)
{
    /// <summary>As it goes over the wire.</summary>
    public string Text => $"id: {Id}\nevent: {Kind}\ndata: {Data}\n\n";
}
