namespace Pulumi;

/// <summary>An input whose type does not matter, for serializing.</summary>
internal interface IInput
{
    IOutput ToOutput();
}
