using System.Diagnostics;
using EmbeddedPulumi.Engine.Backend;
using PipAi.Survival.Tests.Cloud;
using PipAi.Testing;

namespace PipAi.Survival.Tests.Runs;

/// <summary>The prod stack in a temporary folder: the repository's project and stack files, its state, its cloud.</summary>
internal sealed class ProdStack : IDisposable
{
    private const int KilledBySignal = 128 + 9;
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder folder = new();
    private readonly KillPoint point;
    private readonly int share;

    /// <param name="point">Where runs are killed.</param>
    /// <param name="share">One boundary of so many kills; 0 for none.</param>
    public ProdStack(KillPoint point, int share)
    {
        (this.point, this.share) = (point, share);
        foreach (var file in new[] { "Pulumi.yaml", "Pulumi.prod.yaml" })
            File.Copy(Path.Combine(EngineRole.Repository(), file), folder[file]);
        Directory.CreateDirectory(folder["infra/program"]);
        File.WriteAllText(folder["image"], "sha256:1");
    }

    /// <summary>How many runs were killed.</summary>
    public int Kills { get; private set; }

    /// <summary>How many runs there were.</summary>
    public int Runs { get; private set; }

    /// <summary>What exists.</summary>
    public IReadOnlyList<Item> Items => [.. Directory.GetDirectories(folder["cloud"]).SelectMany(package => new ItemStore(package).All)];

    /// <summary>URNs that the state has.</summary>
    public IEnumerable<string> Known => Ledger.Read(folder.Path).Resources.Select(resource => resource.Urn);

    /// <summary>Runs one operation until a run of it is not killed.</summary>
    public async Task ConvergeAsync(string operation)
    {
        while (true)
        {
            var (code, said) = await RunAsync(operation);
            if (code == 0) break;
            Assert.True(code == KilledBySignal, $"{operation} ended with {code} after {Kills} kills: {said}");
            Kills++;
            Ledger.Read(folder.Path).CheckAgainst(Items);
            // The next run takes it over.
            Assert.Single(await Store.LocksAsync(CancellationToken.None));
        }

        Ledger.Read(folder.Path).CheckSettled();
    }

    /// <summary>Changes many things at once: settings, the image, what is protected.</summary>
    public async Task ChangeAsync()
    {
        await File.WriteAllTextAsync(folder["image"], "sha256:2");
        var settings = await File.ReadAllTextAsync(folder["Pulumi.prod.yaml"]);
        foreach (var (before, after) in Changes)
        {
            Assert.Contains(before, settings, StringComparison.Ordinal);
            settings = settings.Replace(before, after, StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(folder["Pulumi.prod.yaml"], settings);
    }

    /// <summary>Lifts the protection of all resources, as <c>pulumi state unprotect --all</c> does.</summary>
    public async Task UnprotectAsync()
    {
        var document = System.Text.Json.Nodes.JsonNode.Parse(await Store.ExportAsync(showSecrets: false, CancellationToken.None))!;
        foreach (var resource in document["deployment"]!["resources"]!.AsArray()) resource!.AsObject().Remove("protect");
        await Store.ImportAsync(document.ToJsonString(), "The document", _ => Task.FromResult(true), CancellationToken.None);
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private static (string Before, string After)[] Changes =>
    [
        // A worker less here and one more there.
        ("iad: 4", "iad: 3"),
        ("    lax: 1\n  pip-ai:workerStandbys", "    lax: 2\n  pip-ai:workerStandbys"),
        // New API keys, hence new secrets of what uses them.
        ("2027-11-01", "2027-10-01"),
        // Another subscriber takes the place of the first; one region's backups go; every alarm changes.
        ("mailto:oncall@pip-ai.com", "mailto:night@pip-ai.com"),
        ("config:\n", "config:\n  pip-ai:pointInTimeRegions:\n    - us-east-1\n  pip-ai:replicationLagAlarmSeconds: 600\n"),
    ];

    private StackStore Store => new(EngineRole.Context(folder.Path));

    private async Task<(int Code, string Said)> RunAsync(string operation)
    {
        Runs++;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardError = true };
        foreach (var (name, value) in EngineRole.Variables(folder.Path, operation, point, share)) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            var said = await process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, said);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
