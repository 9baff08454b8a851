namespace Pulumi;

/// <summary>An output whose type does not matter, for serializing.</summary>
internal interface IOutput
{
    Task<Resolved<object?>> ResolveAsync();
}
