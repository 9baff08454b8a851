using System.Collections.Immutable;
using System.Text;

namespace PipAi.LocalCloud.Services;

/// <summary>
/// One line of the table of what a vendor service offers. The service routes by the table, refuses by name what does not stand in
/// it, and its README shows it.
/// </summary>
public sealed record OfferedOperation
{
    /// <summary>The vendor's name of the operation, such as <c>PutObject</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How it is called: method and path with the parts in braces, or a gRPC method.</summary>
    public required string Call { get; init; }

    /// <summary>Query parameters that it takes.</summary>
    public ImmutableArray<string> Query { get; init; } = [];

    /// <summary>Headers that ask it for something.</summary>
    public ImmutableArray<string> Headers { get; init; } = [];

    /// <summary>Fields of the body that it takes, nested ones as <c>a.b</c>.</summary>
    public ImmutableArray<string> Body { get; init; } = [];

    /// <summary>The table as the README shows it.</summary>
    public static string Markdown(IEnumerable<OfferedOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        var text = new StringBuilder("| operation | call | query | headers | body |\n|---|---|---|---|---|\n");
        foreach (var offered in operations)
        {
            text.AppendJoin(
                " | ", $"| {offered.Name}", $"`{offered.Call}`", Names(offered.Query), Names(offered.Headers), Names(offered.Body))
                .Append(" |\n");
        }

        return text.ToString();
    }

    private static string Names(ImmutableArray<string> names) => string.Join(' ', names.Select(name => $"`{name}`"));
}
