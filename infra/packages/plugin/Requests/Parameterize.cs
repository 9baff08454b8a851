namespace PipAi.Plugins.Requests;

/// <summary>What a parameterized provider is told to become.</summary>
public abstract class Parameters
{
}

/// <summary>Parameters from a command line.</summary>
public sealed class ParametersArgs : Parameters
{
    /// <summary>Parameters from a command line.</summary>
    public ParametersArgs(ImmutableArray<string> args) => Args = args;

    /// <summary>The arguments.</summary>
    public ImmutableArray<string> Args { get; }
}

/// <summary>Parameters that an SDK generated earlier carries in itself.</summary>
public sealed class ParametersValue : Parameters
{
    /// <summary>Parameters that an SDK carries in itself.</summary>
    public ParametersValue(string name, string version, ImmutableArray<byte> value)
    {
        Name = name;
        Version = version;
        Value = value;
    }

    /// <summary>The package that the parameters make.</summary>
    public string Name { get; }

    /// <summary>That package's version.</summary>
    public string Version { get; }

    /// <summary>What the provider put into the SDK.</summary>
    public ImmutableArray<byte> Value { get; }
}

/// <summary>Asks a provider to become another package.</summary>
public sealed class ParameterizeRequest
{
    /// <summary>Asks with the given parameters.</summary>
    public ParameterizeRequest(Parameters parameters) => Parameters = parameters;

    /// <summary>The parameters.</summary>
    public Parameters Parameters { get; }
}

/// <summary>The package that a provider became.</summary>
public sealed class ParameterizeResponse
{
    /// <summary>The package that a provider became.</summary>
    public ParameterizeResponse(string name, string version)
    {
        Name = name;
        Version = version;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its version.</summary>
    public string Version { get; }
}
