using System.Diagnostics;
using PipAi.LocalCloud.Tests.Vercel;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.VendorTools;

/// <summary>Vercel's own command line and SDK see into the local Vercel with the variables of `cloud env`.</summary>
public sealed class VercelToolTests(VercelServer vercel) : IClassFixture<VercelServer>, IDisposable
{
    private static readonly string Packages = Path.Combine(Checkout(), ".artifacts", "vendor-tools", "node_modules");
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task The_vercel_command_shows_and_changes_projects_variables_and_deployments()
    {
        Need("vercel");
        Directory.CreateDirectory(folder["site"]);
        await File.WriteAllTextAsync(folder["site/index.html"], "<h1>hello</h1>", TestContext.Current.CancellationToken);
        Assert.Contains("local", await CliAsync("whoami"), StringComparison.Ordinal);
        Assert.Contains("Project shop added (local)", await CliAsync("project", "add", "shop"), StringComparison.Ordinal);
        Assert.Contains("shop", await CliAsync("project", "ls"), StringComparison.Ordinal);
        Assert.Contains("prj_", await CliAsync("project", "inspect", "shop"), StringComparison.Ordinal);
        await CliAsync("link", "--yes", "--project", "shop");
        await CliAsync("env", "add", "ADDRESS", "production", "--value", "https://x", "--no-sensitive", "--yes");
        Assert.Contains("ADDRESS", await CliAsync("env", "ls"), StringComparison.Ordinal);
        await CliAsync("env", "pull", "pulled", "--yes", "--environment", "production");
        Assert.Contains(
            "ADDRESS=\"https://x\"", await File.ReadAllTextAsync(folder["site/pulled"], TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        await CliAsync("env", "rm", "ADDRESS", "production", "--yes");
        Assert.Contains(".vercel.app", await CliAsync("deploy", "--yes", "--prod"), StringComparison.Ordinal);
        Assert.Contains("Ready", await CliAsync("ls", "shop"), StringComparison.Ordinal);
        var made = (await vercel.OkAsync("GET", "/v7/deployments?projectId=shop&target=production"))["deployments"]!.AsArray();
        Assert.Single(made);
        Assert.Empty((await vercel.OkAsync("GET", "/v9/projects/shop/env"))["envs"]!.AsArray());
    }

    [Fact]
    public async Task Vercels_sdk_reads_its_lists()
    {
        Need("@vercel/sdk");
        await vercel.OkAsync(
            "POST", "/v11/projects", """{"name":"read","framework":"nextjs","gitRepository":{"type":"github","repo":"a/b"}}""");
        await vercel.OkAsync(
            "POST", "/v10/projects/read/env",
            """[{"key":"A","value":"1","type":"sensitive","target":["production"]},{"key":"B","value":"2","target":["preview"],"gitBranch":"x"}]""");
        await vercel.OkAsync("POST", "/v10/projects/read/domains", """{"name":"www.example.com"}""");
        await vercel.OkAsync("POST", "/v13/deployments", """{"name":"read","gitSource":{"type":"github","ref":"main"}}""");
        const string Script = """
            import { Vercel } from "@vercel/sdk";
            const vercel = new Vercel({ bearerToken: process.env.VERCEL_TOKEN, serverURL: process.env.VERCEL_BASE_URL });
            const project = { idOrName: "read" };
            console.log(JSON.stringify({
              projects: (await vercel.projects.getProjects({ search: "read" })).projects.map(one => one.name),
              variables: (await vercel.projects.filterProjectEnvs(project)).envs.map(one => one.key).sort(),
              domains: (await vercel.projects.getProjectDomains(project)).domains.map(one => one.name).sort(),
              deployments: (await vercel.deployments.getDeployments({ projectId: "read" })).deployments.map(one => one.readyState),
              user: (await vercel.user.getAuthUser()).user.username,
              teams: (await vercel.teams.getTeams({})).teams.map(one => one.slug),
            }));
            """;
        var read = await RunAsync(["--input-type=module", "--eval", Script], Path.GetDirectoryName(Packages)!);
        Assert.Equal(
            """{"projects":["read"],"variables":["A","B"],"domains":["read.vercel.app","www.example.com"],"deployments":["READY"],"user":"local","teams":["local"]}""",
            read.Trim().Split('\n')[^1]);
    }

    public void Dispose() => folder.Dispose();

    private static void Need(string package) => Assert.SkipUnless(
        Directory.Exists(Path.Combine(Packages, package)), $"{package} is not installed. Install it:\n    scripts/install-test-tools");

    private Task<string> CliAsync(params string[] arguments) => RunAsync(
        [
            Path.Combine(Packages, "vercel", "dist", "vc.js"),
            "--api",
            vercel.Address.AbsoluteUri.TrimEnd('/'),
            "--global-config",
            folder["config"],
            .. arguments,
        ],
        folder["site"]);

    private async Task<string> RunAsync(IEnumerable<string> arguments, string directory)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in vercel.ClientEnvironment()) start.Environment[name] = value;
        start.Environment["CI"] = "1";
        start.Environment["NO_COLOR"] = "1";
        using var node = Process.Start(start)!;
        node.StandardInput.Close();
        var errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, $"node {string.Join(' ', arguments)} ended with {node.ExitCode}:\n{output}\n{await errors}");
        return output + await errors;
    }

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Pulumi.yaml"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No Pulumi.yaml above {AppContext.BaseDirectory}.");
    }
}
