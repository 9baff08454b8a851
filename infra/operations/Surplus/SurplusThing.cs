namespace PipAi.Operations.Surplus;

/// <summary>Something that is there and that nobody declared: it takes work, gives access or overrides a setting, and no plan shows it.</summary>
/// <param name="Kind">What it is, such as <c>machine</c>.</param>
/// <param name="Id">The vendor's id.</param>
/// <param name="Description">What and where it is, in plain words.</param>
/// <param name="RemoveAsync">Takes it away.</param>
internal sealed record SurplusThing(string Kind, string Id, string Description, Func<CancellationToken, Task> RemoveAsync);
