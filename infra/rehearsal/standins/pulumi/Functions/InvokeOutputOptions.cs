namespace Pulumi;

/// <summary>How a function that gives an output is called.</summary>
public class InvokeOutputOptions : InvokeOptions
{
    /// <summary>Resources that have to be there first.</summary>
    public InputList<Resource> DependsOn
    {
        get => field ??= [];
        set;
    }
}
