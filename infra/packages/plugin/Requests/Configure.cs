namespace PipAi.Plugins.Requests;

/// <summary>Gives a provider its settings, once, before it is asked for anything of resources.</summary>
public sealed class ConfigureRequest
{
    /// <summary>Gives the settings and says what the engine understands.</summary>
    public ConfigureRequest(
        ImmutableDictionary<string, string> variables,
        PropertyMap args,
        bool acceptSecrets,
        bool acceptResources,
        bool sendsOldInputs,
        bool sendsOldInputsToDelete)
    {
#pragma warning disable CS0618 // Old providers still read it.
        Variables = variables;
#pragma warning restore CS0618
        Args = args;
        AcceptSecrets = acceptSecrets;
        AcceptResources = acceptResources;
        SendsOldInputs = sendsOldInputs;
        SendsOldInputsToDelete = sendsOldInputsToDelete;
    }

    /// <summary>The settings as text, by <c>package:config:key</c>.</summary>
    [Obsolete("Args carries the same settings with their types and secret marks.")]
    public ImmutableDictionary<string, string> Variables { get; }

    /// <summary>The settings.</summary>
    public PropertyMap Args { get; }

    /// <summary>True if the engine understands secret marks.</summary>
    public bool AcceptSecrets { get; }

    /// <summary>True if the engine understands resource references.</summary>
    public bool AcceptResources { get; }

    /// <summary>True if Diff and Update will carry the old inputs.</summary>
    public bool SendsOldInputs { get; }

    /// <summary>True if Delete will carry the old inputs.</summary>
    public bool SendsOldInputsToDelete { get; }
}

/// <summary>What a provider understands.</summary>
public sealed class ConfigureResponse
{
    /// <summary>True if it keeps secret marks; otherwise it is sent plain values.</summary>
    public bool AcceptSecrets { get; set; }

    /// <summary>True if Create and Update may be called in a preview.</summary>
    public bool SupportsPreview { get; set; }

    /// <summary>True if it understands resource references.</summary>
    public bool AcceptResources { get; set; }

    /// <summary>True if it understands outputs with dependencies.</summary>
    public bool AcceptOutputs { get; set; }
}
