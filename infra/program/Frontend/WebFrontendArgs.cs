using System.Collections.Immutable;
using PipAi.Infra.Settings;
using Pulumi;

namespace PipAi.Infra.Frontend;

/// <summary>What a <see cref="WebFrontend"/> is made of.</summary>
internal sealed record WebFrontendArgs
{
    /// <summary>Name of the Vercel project.</summary>
    public required string Name { get; init; }

    /// <summary>Repository, framework, regions, domains, retention.</summary>
    public required FrontendSettings Settings { get; init; }

    /// <summary>What deployments are told.</summary>
    public required ImmutableArray<FrontendVariable> Variables { get; init; }
}

/// <summary>One environment variable of the frontend.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsSecret">Whether it can be written but never read back.</param>
/// <param name="Targets">What gets it: <c>production</c>, <c>preview</c>.</param>
/// <param name="Comment">What it is for.</param>
internal sealed record FrontendVariable(string Key, Input<string> Value, bool IsSecret, ImmutableArray<string> Targets, string Comment)
{
    /// <summary>Every deployment.</summary>
    public static readonly ImmutableArray<string> Everywhere = ["production", "preview"];

    /// <summary>What people use.</summary>
    public static readonly ImmutableArray<string> Production = ["production"];

    /// <summary>What reviewers look at: code that nobody has approved yet.</summary>
    public static readonly ImmutableArray<string> Preview = ["preview"];

    /// <summary>Its name among the resources: the key, and for previews only, that.</summary>
    public string Name => Key.ToLowerInvariant().Replace('_', '-') + (Targets == Preview ? "-preview" : "");
}
