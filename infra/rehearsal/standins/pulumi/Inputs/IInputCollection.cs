namespace Pulumi;

/// <summary>
/// A list or map of inputs. Its elements are serialized one by one, so that an unknown or secret one does not take the others
/// with it.
/// </summary>
internal interface IInputCollection
{
    IOutput Elements { get; }
}
