using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Changes the arguments and options of a function call when the engine asks for it; null leaves them.</summary>
public delegate Task<InvokeTransformResult?> InvokeTransform(InvokeTransformArgs args, CancellationToken cancellationToken = default);

/// <summary>A function about to be called.</summary>
public readonly struct InvokeTransformArgs
{
    /// <summary>A function about to be called.</summary>
    public InvokeTransformArgs(string token, ImmutableDictionary<string, object?> args, InvokeOptions options)
    {
        Token = token;
        Args = args;
        Options = options;
    }

    /// <summary>The function's token.</summary>
    public string Token { get; }

    /// <summary>Its arguments.</summary>
    public ImmutableDictionary<string, object?> Args { get; }

    /// <summary>Its options.</summary>
    public InvokeOptions Options { get; }
}

/// <summary>Arguments and options that take the place of a call's own.</summary>
public readonly struct InvokeTransformResult
{
    /// <summary>Arguments and options that take the place of a call's own.</summary>
    public InvokeTransformResult(ImmutableDictionary<string, object?> args, InvokeOptions options)
    {
        Args = args;
        Options = options;
    }

    /// <summary>The arguments.</summary>
    public ImmutableDictionary<string, object?> Args { get; }

    /// <summary>The options.</summary>
    public InvokeOptions Options { get; }
}
