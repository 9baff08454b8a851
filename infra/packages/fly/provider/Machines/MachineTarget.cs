using System.Security.Cryptography;
using System.Text;
using PipAi.Plugins.Properties;
using PipAi.Providers.Fly.Api;
using PipAi.Providers.Fly.Values;

namespace PipAi.Providers.Fly.Machines;

/// <summary>Which machine is meant, and which stack owns it.</summary>
internal sealed record MachineTarget
{
    public const string OwnerKey = "pulumi_owner";
    public const string LaunchKey = "pulumi_launch";
    public const string SecretsKey = "pulumi_secrets_version";

    /// <summary>Names the machine that the marks were written for: a clone carries the labels of another.</summary>
    public const string PlaceKey = "pulumi_machine";

    public required string App { get; init; }

    public required string Name { get; init; }

    public required string Region { get; init; }

    public required string Group { get; init; }

    public required string Urn { get; init; }

    /// <summary>Project, stack and a hash of the URN: the same in every run.</summary>
    public required string Owner { get; init; }

    /// <summary>
    /// Tells this machine from the one it replaces, which has the same owner. It is computed from what a replacement changes, so
    /// that a second try after a lost answer finds the machine of the first.
    /// </summary>
    public required string Launch { get; init; }

    public static MachineTarget From(PropertyMap inputs, string urn, string? owner)
    {
        var (app, name, region) = (inputs.RequiredText("app"), inputs.RequiredText("name"), inputs.RequiredText("region"));
        return new MachineTarget
        {
            App = app,
            Name = name,
            Region = region,
            Group = inputs.Text("processGroup") ?? "app",
            Urn = urn,
            Owner = $"{owner ?? StackOf(urn)}/{Hash(urn)}",
            Launch = Hash($"{urn}\n{app}\n{region}\n{name}\n{Volume(inputs)}"),
        };
    }

    /// <summary>Project and stack: the part of the owner that all resources of a stack share.</summary>
    public static string StackOf(string urn)
    {
        var parts = urn.Split("::");
        return parts.Length > 1 ? $"{parts[1]}/{parts[0].Split(':')[^1]}" : "unknown";
    }

    /// <summary>The machine in words, for messages.</summary>
    public string Describe(MachineView machine) => $"machine '{Name}' ({machine.Id}) of app '{App}' in region '{Region}'";

    /// <summary>What <see cref="PlaceKey"/> says of a machine of ours.</summary>
    public string Place => PlaceOf(App, Region, Name);

    public string ResourceId(MachineView machine) => ResourceIds.Join(App, machine.Id);

    /// <summary>
    /// Whether it is the machine that is meant: name and region are, and the labels say that this resource made it. Labels alone
    /// prove nothing, since a clone by hand takes them along.
    /// </summary>
    public bool IsLaunchedAs(MachineView machine) =>
        !machine.IsGone && machine.Name == Name && machine.Region == Region && machine.Metadata(OwnerKey) == Owner
            && machine.Metadata(LaunchKey) == Launch;

    /// <summary>Whether a resource of a stack made this very machine; a clone of one it made is somebody else's.</summary>
    /// <param name="stack">Project and stack, or the provider's own owner mark.</param>
    /// <param name="app">The app that it is in.</param>
    /// <param name="machine">The machine.</param>
    public static bool IsOfStack(string stack, string app, MachineView machine) =>
        machine.Metadata(OwnerKey)?.StartsWith(stack + "/", StringComparison.Ordinal) is true
        && machine.Metadata(PlaceKey) is var place && (place is null || place == PlaceOf(app, machine.Region, machine.Name));

    private static string PlaceOf(string app, string region, string name) => $"{app}/{region}/{name}";

    private static string? Volume(PropertyMap inputs) =>
        inputs.Map("config").List("mounts").FirstOrDefault() is { } mount && mount.TryGetMap(out var map) ? map.Text("volume") : null;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
