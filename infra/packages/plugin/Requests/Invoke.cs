namespace PipAi.Plugins.Requests;

/// <summary>Calls a function of a provider.</summary>
public sealed class InvokeRequest
{
    /// <summary>Calls the function with that token.</summary>
    public InvokeRequest(string tok, PropertyMap args)
    {
        Tok = tok;
        Args = args;
    }

    /// <summary>The function's token, for example <c>fly:index:getApp</c>.</summary>
    public string Tok { get; }

    /// <summary>Its arguments.</summary>
    public PropertyMap Args { get; }
}

/// <summary>What a function returned.</summary>
public sealed class InvokeResponse
{
    /// <summary>Its result.</summary>
    public IDictionary<string, PropertyValue>? Return { get; set; }

    /// <summary>What is wrong with the arguments.</summary>
    public IList<CheckFailure>? Failures { get; set; }
}
