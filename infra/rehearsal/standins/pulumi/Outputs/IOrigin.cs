namespace Pulumi;

/// <summary>What an output comes from: a resource. Outputs only carry it on; who sends them to the engine asks it more.</summary>
internal interface IOrigin
{
    Output<string> Urn { get; }
}
