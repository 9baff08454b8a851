using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Changes the inputs and options of a resource when the engine asks for it; null leaves them.</summary>
public delegate Task<ResourceTransformResult?> ResourceTransform(
    ResourceTransformArgs args, CancellationToken cancellationToken = default);

/// <summary>A resource about to be registered, as the engine sees it.</summary>
public readonly struct ResourceTransformArgs
{
    /// <summary>A resource about to be registered.</summary>
    public ResourceTransformArgs(
        string name, string type, bool custom, ImmutableDictionary<string, object?> args, ResourceOptions options)
    {
        Name = name;
        Type = type;
        Custom = custom;
        Args = args;
        Options = options;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its type token.</summary>
    public string Type { get; }

    /// <summary>True if a provider looks after it, false for a component.</summary>
    public bool Custom { get; }

    /// <summary>Its inputs.</summary>
    public ImmutableDictionary<string, object?> Args { get; }

    /// <summary>Its options.</summary>
    public ResourceOptions Options { get; }
}

/// <summary>Inputs and options that take the place of a resource's own.</summary>
public readonly struct ResourceTransformResult
{
    /// <summary>Inputs and options that take the place of a resource's own.</summary>
    public ResourceTransformResult(ImmutableDictionary<string, object?> args, ResourceOptions options)
    {
        Args = args;
        Options = options;
    }

    /// <summary>The inputs.</summary>
    public ImmutableDictionary<string, object?> Args { get; }

    /// <summary>The options.</summary>
    public ResourceOptions Options { get; }
}
