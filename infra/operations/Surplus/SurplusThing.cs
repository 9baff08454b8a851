namespace PipAi.Operations.Surplus;

/// <summary>
/// Something that is there and that nobody declared: it takes work, gives access or overrides a setting, and no plan shows it.
/// </summary>
/// <param name="Kind">What it is, such as <c>machine</c>.</param>
/// <param name="Id">The vendor's id.</param>
/// <param name="Description">What and where it is, in plain words.</param>
/// <param name="RemoveAsync">Takes it away.</param>
internal sealed record SurplusThing(string Kind, string Id, string Description, Func<CancellationToken, Task> RemoveAsync)
{
    /// <summary>How it becomes declared instead, as the end of "or keep it: "; null where it cannot.</summary>
    public string? Adoption { get; init; }

    /// <summary>Adoption of what a program can take over as it is.</summary>
    /// <param name="type">Type token of the resource.</param>
    /// <param name="id">Its import id.</param>
    public static string ByImport(string type, string id) =>
        $"declare it in the program as {type} with ImportId = \"{id}\", then ./pipai up";
}
