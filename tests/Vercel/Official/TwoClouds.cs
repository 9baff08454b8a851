using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PipAi.LocalCloud.Hosting;
using PipAi.ProviderTesting.Processes;
using PipAi.Testing;

namespace PipAi.Vercel.Tests.Official;

/// <summary>Our provider and the official one, each in a process of its own for each of two local clouds, all for one team.</summary>
public sealed partial class TwoClouds : IAsyncLifetime
{
    /// <summary>The official plugin in the folder of reference tools.</summary>
    public const string Official = "vercel/pulumi-resource-vercel";

    private readonly TemporaryFolder folder = new();
    private readonly List<IAsyncDisposable> running = [];

    /// <summary>Ours, with the first cloud.</summary>
    internal PluginProcess Ours { get; private set; } = null!;

    /// <summary>The official one, with the second cloud.</summary>
    internal PluginProcess Theirs { get; private set; } = null!;

    /// <summary>The official one, with the first cloud.</summary>
    internal PluginProcess TheirsAtOurs { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (ReferenceTools.Find(Official) is not { } official) return;
        var (first, second) = (await StartAsync("first"), await StartAsync("second"));
        Ours = await StartAsync(first, Path.Combine(AppContext.BaseDirectory, "pulumi-resource-vercel"));
        Theirs = await StartAsync(second, official);
        TheirsAtOurs = await StartAsync(first, official);
    }

    /// <summary>
    /// A resource's properties without what differs from cloud to cloud, and what only the official bridge keeps for itself.
    /// </summary>
    internal static string Plain(JsonObject properties)
    {
        var own = properties.Where(property => !property.Key.StartsWith("__", StringComparison.Ordinal)).OrderBy(
            property => property.Key, StringComparer.Ordinal);
        return Ids().Replace(string.Join('\n', own.Select(property => $"{property.Key} = {Sorted(property.Value)}")), "ID");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in running) await one.DisposeAsync();
        folder.Dispose();
    }

    private async Task<LocalCloudHost> StartAsync(string name)
    {
        var cloud = await LocalCloudHost.StartAsync(
            new LocalCloudOptions { Stack = name, Directory = folder[name] }, TestContext.Current.CancellationToken);
        running.Insert(0, cloud);
        return cloud;
    }

    private async Task<PluginProcess> StartAsync(LocalCloudHost cloud, string executable)
    {
        var plugin = await PluginProcess.StartAsync(
            executable, cloud.Endpoints.ProviderEnvironment(), new JsonObject { ["team"] = "pip-ai" },
            TestContext.Current.CancellationToken);
        running.Insert(0, plugin);
        return plugin;
    }

    // Objects travel with their members in any order, and every list of Vercel's is a set; a null is nothing.
    private static string Sorted(JsonNode? value) => value switch
    {
        JsonObject members =>
            $"{{{string.Join(
                ", ",
                members.Where(member => member.Value is not null).OrderBy(member => member.Key, StringComparer.Ordinal).Select(
                    member => $"{member.Key}: {Sorted(member.Value)}"))}}}",
        JsonArray items => $"[{string.Join(", ", items.Select(Sorted).Order(StringComparer.Ordinal))}]",
        null => "null",
        _ => value.ToJsonString(),
    };

    // Of projects, of deployments and their host names, of variables, of deploy hooks and their addresses.
    [GeneratedRegex(
        @"(prj|dpl)_\w{28}|(?<=""host-)\w{9}(?=\.vercel\.app"")|(?<=^id = "")\w{16}(?="")|(?<=\bid: "")\w{10,16}(?="")|http://127\.0\.0\.1:\d+/[^""]+", RegexOptions.Multiline)]
    private static partial Regex Ids();
}
