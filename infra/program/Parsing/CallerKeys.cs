using Pulumi;
using Pulumiverse.Fly;

namespace PipAi.Infra.Parsing;

/// <summary>
/// The keys with which callers sign in at the parsing service: two that take turns, and the service takes both. A rotation renews the
/// one that nobody uses; callers are told of it when every parser knows it, and the other one is good until the next rotation.
/// </summary>
internal sealed class CallerKeys : ComponentResource
{
    /// <summary>Declares the keys.</summary>
    public CallerKeys(string name, CallerKeysArgs args, ComponentResourceOptions? options = null)
        : base("pipai:parsing:CallerKeys", name, options)
    {
        var odd = Key($"{name}-odd", "UNSTRUCTURED_API_KEY", args, renewals: (args.Rotation + 1) / 2);
        var even = Key($"{name}-even", "UNSTRUCTURED_API_KEY_2", args, renewals: args.Rotation / 2);
        Current = Output.CreateSecret(args.Rotation % 2 == 1 ? odd.Value : even.Value);
        SecretsVersion = Output.Tuple(odd.Version, even.Version).Apply(versions => Math.Max(versions.Item1, versions.Item2));
        RegisterOutputs();
    }

    /// <summary>The key that callers use; a secret.</summary>
    public Output<string> Current { get; }

    /// <summary>Version of the app's secrets that holds both.</summary>
    public Output<int> SecretsVersion { get; }

    private Secret Key(string name, string variable, CallerKeysArgs args, int renewals) => new(
        name,
        new SecretArgs { App = args.App, Name = variable, Keepers = { ["renewals"] = $"{renewals}" } },
        new CustomResourceOptions { Parent = this });
}

/// <summary>What <see cref="CallerKeys"/> are made of.</summary>
internal sealed record CallerKeysArgs
{
    /// <summary>The Fly app of the service.</summary>
    public required Input<string> App { get; init; }

    /// <summary>Counts the rotations; one more is the next.</summary>
    public required int Rotation { get; init; }
}
