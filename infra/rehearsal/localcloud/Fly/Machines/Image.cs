using System.Collections.Immutable;

namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>An image of the registry folder.</summary>
/// <param name="Root">Absolute path of its files.</param>
/// <param name="Repository">Name of the repository, the app's.</param>
/// <param name="Digest"><c>sha256:</c> and 64 hex digits.</param>
/// <param name="Entrypoint">Command line, the program relative to the root.</param>
/// <param name="Env">Environment the image sets.</param>
/// <param name="Workdir">Working folder relative to the root.</param>
internal sealed record Image(
    string Root, string Repository, string Digest, ImmutableArray<string> Entrypoint, IReadOnlyDictionary<string, string> Env,
    string Workdir);
