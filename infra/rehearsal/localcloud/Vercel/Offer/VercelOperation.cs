using System.Collections.Immutable;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Vercel.Offer;

/// <summary>One call of Vercel's API that the local Vercel offers.</summary>
/// <param name="Name">Vercel's name of the operation.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path after the version, with its parts in braces.</param>
/// <param name="Newest">Newest version of the path; the older ones answer, too, and so does the path without a version.</param>
internal sealed record VercelOperation(string Name, string Method, string Path, int Newest)
{
    private static readonly ImmutableArray<VercelField> Scope = [VercelField.Text("teamId"), VercelField.Text("slug")];

    /// <summary>Path that older clients call it by; null for none.</summary>
    public string? OldPath { get; init; }

    /// <summary>Query parameters besides the team.</summary>
    public ImmutableArray<VercelField> Query { get; init; } = [];

    /// <summary>Fields of the body; empty for a call that has none.</summary>
    public ImmutableArray<VercelField> Body { get; init; } = [];

    /// <summary>Whether the body may be a list of such objects.</summary>
    public bool TakesList { get; init; }

    /// <summary>Whether the body is a file, not JSON.</summary>
    public bool TakesFile { get; init; }

    /// <summary>Headers that ask it for something.</summary>
    public ImmutableArray<string> Headers { get; init; } = [];

    /// <summary>Whether it needs no token: who knows the address may call it.</summary>
    public bool IsOpen { get; init; }

    /// <summary>All query parameters.</summary>
    public ImmutableArray<VercelField> Parameters => IsOpen ? Query : [.. Query, .. Scope];

    /// <summary>The operation's line in the README.</summary>
    public OfferedOperation Line => new()
    {
        Name = Name,
        Call = $"{Method} /v{Newest}/{Path}",
        Query = [.. Query.Select(Describe)],
        Headers = Headers,
        Body = TakesFile ? ["the file"] : [.. Body.SelectMany(one => Describe(one, ""))],
    };

    private static IEnumerable<string> Describe(VercelField field, string at)
    {
        var name = at + field.Name;
        var own = Describe(field with { Name = name });
        var inside = name + (field.Shape == FieldShape.List ? "[]." : ".");
        return field.Members.IsEmpty ? [own] : field.Members.SelectMany(member => Describe(member, inside));
    }

    private static string Describe(VercelField field) => $"{field.Name}{(field.IsRequired ? "!" : "")}: " + field.Shape switch
    {
        FieldShape.Text => "text",
        FieldShape.Flag => "boolean",
        FieldShape.Number => "integer",
        FieldShape.TextOrNumber => "text or integer",
        FieldShape.Choice => Choices(field),
        FieldShape.List => Choices(field) + "[]",
        FieldShape.TextOrList => Choices(field) + "[] or one",
        FieldShape.Map => "any object",
        FieldShape.Nothing => "null",
        FieldShape.Object => "object",
    };

    private static string Choices(VercelField field) => field.Choices.Length switch
    {
        0 => "text",
        > 8 => $"{field.Choices[0]}, … ({field.Choices.Length})",
        _ => string.Join(", ", field.Choices),
    };
}
