using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PipAi.Unstructured.Tests.VendorTools;

/// <summary>Runs a script in Node.js among the npm packages that <c>scripts/install-test-tools</c> has installed.</summary>
internal static class NodeScript
{
    private static readonly string Packages = Path.Combine(Checkout(), ".artifacts", "vendor-tools");

    /// <summary>Skips the test where a package is not installed.</summary>
    public static void Need(string package) => Assert.SkipUnless(
        Directory.Exists(Path.Combine(Packages, "node_modules", package)),
        $"{package} is not installed. Install it:\n    scripts/install-test-tools");

    /// <summary>Runs it and answers with the JSON that it prints last.</summary>
    public static async Task<JsonNode> RunAsync(string script, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("node", ["--input-type=module", "-"])
        {
            WorkingDirectory = Packages,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var node = Process.Start(start)!;
        await node.StandardInput.WriteAsync(script);
        node.StandardInput.Close();
        var errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, $"node ended with {node.ExitCode}:\n{output}\n{await errors}");
        return JsonNode.Parse(output.Trim().Split('\n')[^1])!;
    }

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Pulumi.yaml"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No Pulumi.yaml above {AppContext.BaseDirectory}.");
    }
}
