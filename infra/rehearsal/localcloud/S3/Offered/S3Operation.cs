using System.Collections.Immutable;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.S3.Offered;

/// <summary>One row of the table: how an operation is recognised, and all that it takes.</summary>
/// <param name="Name">The API's name for it, such as <c>PutObject</c>; faults match it.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Level">Service, bucket or object.</param>
internal sealed record S3Operation(string Name, string Method, S3Level Level)
{
    /// <summary>Query parameters that must be there: the sub-resource, or what tells it from another operation.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>A header that must be there; null for none.</summary>
    public string? NeedsHeader { get; init; }

    /// <summary>Query parameters that may be there.</summary>
    public ImmutableArray<string> Query { get; init; } = [];

    /// <summary>Headers that ask it for something; a name that ends in <c>*</c> is a beginning.</summary>
    public ImmutableArray<string> Headers { get; init; } = [];

    /// <summary>The XML document of the body; null for a body of another kind, or none.</summary>
    public XmlShape? Body { get; init; }

    /// <summary>Whether the bucket need not exist, or may live in another region than the request's.</summary>
    public bool AnyBucket { get; init; }

    /// <summary>Whether its checksum headers are about the object, and not about the body that they come with.</summary>
    public bool TellsObjectsChecksum { get; init; }

    /// <summary>Whether it sends content or a document.</summary>
    public bool HasBody => Method is "PUT" or "POST";

    /// <summary>How it is called, with its place in braces.</summary>
    public string Call => $"{Method} /"
        + Level switch { S3Level.Service => "", S3Level.Bucket => "{bucket}", S3Level.Object => "{bucket}/{key}" }
        + (Needs.IsEmpty ? "" : $"?{string.Join('&', Needs)}");

    /// <summary>The more it asks for, the earlier it is tried.</summary>
    public int Precision => Needs.Length + (NeedsHeader is null ? 0 : 1);

    /// <summary>Whether it takes a query parameter.</summary>
    public bool TakesQuery(string name) => Needs.Contains(name) || Query.Contains(name);

    /// <summary>Whether it takes a header, whose name is in lower case.</summary>
    public bool TakesHeader(string name) =>
        string.Equals(name, NeedsHeader, StringComparison.OrdinalIgnoreCase) || S3Table.Names(Headers, name);

    /// <summary>The row as the README shows it.</summary>
    public OfferedOperation Shown() => new()
    {
        Name = Name,
        Call = Call,
        Query = Query,
        Headers = NeedsHeader is null ? Headers : [NeedsHeader, .. Headers],
        Body = Body is null ? [] : [.. Body.Paths()],
    };
}
