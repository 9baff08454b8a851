using System.ComponentModel;
using System.Diagnostics;
using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Protocol;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests;

/// <summary>An unmodified program on npm's <c>@pulumi/pulumi</c>. Skipped, and saying so, where npm cannot be reached.</summary>
public sealed class NodeProgramTests
{
    private const string Package = "@pulumi/pulumi@3.248.0";

    private const string Program = """
        const pulumi = require("@pulumi/pulumi");
        const config = new pulumi.Config();
        const token = config.requireSecret("token");
        class Group extends pulumi.ComponentResource { constructor(n, o) { super("test:index:Group", n, {}, o); } }
        class Thing extends pulumi.CustomResource {
            constructor(n, a, o) { super("test:index:Thing", n, { address: undefined, ...a }, o); }
            static get(n, id) { return new Thing(n, {}, { id }); }
        }
        class TestProvider extends pulumi.ProviderResource { constructor(n, a) { super("test", n, a); } }
        const eu = new TestProvider("eu", { region: "eu" });
        const group = new Group("group");
        const a = new Thing("a", {
            size: 3, label: config.require("greeting"), file: new pulumi.asset.StringAsset("hello"),
            folder: new pulumi.asset.AssetArchive({ "x.txt": new pulumi.asset.StringAsset("x") }),
        }, { parent: group });
        const b = new Thing("b", { label: pulumi.interpolate`${a.address}/x`, password: token }, {
            dependsOn: [group], provider: eu, aliases: [{ name: "old-b" }], customTimeouts: { create: "5m" }, ignoreChanges: ["size"],
            transformations: [({ props, opts }) => ({ props: { ...props, kind: "transformed" }, opts })],
        });
        group.registerOutputs({ address: a.address });
        const found = Thing.get("found", "ext-1");
        const other = new pulumi.StackReference("organization/proj/other");
        const answer = pulumi.runtime.invokeOutput("test:index:getThing", { name: "x" });
        Object.assign(exports, {
            address: b.address, token, found: found.address, list: ["x", "y"], color: other.getOutput("color"), answer: answer.apply(v => v.name),
        });
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_unmodified_Node_program_is_planned_deployed_and_unchanged_the_second_time()
    {
        var modules = await InstallAsync();
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.Resources["ext-1"] = ("", PropertyWire.Encode(PropertyMap.Of(("address", "test://ext-1"))));
        var command = await WriteAsync(stack, modules);
        var other = new StackEngine(
            stack.Context with
            {
                StackName = "other",
                Program = FakeProgram.Of(_ => Task.FromResult<PropertyMap?>(PropertyMap.Of(("color", "blue")))),
            });
        Assert.True((await other.UpAsync(new UpOptions(), null, Cancellation)).Succeeded);

        var preview = await stack.PreviewAsync(command);
        Assert.True(preview.Succeeded, string.Join('\n', preview.Diagnostics.Select(diagnostic => diagnostic.Message)));
        Assert.Equal(["create a", "create b", "create group", "read found"], TestStack.Steps(preview).Order(StringComparer.Ordinal));
        var up = await stack.UpAsync(command);
        Assert.True(up.Succeeded, string.Join('\n', up.Diagnostics.Select(diagnostic => diagnostic.Message)));
        Assert.Equal("[secret]", up.Outputs["token"].GetString());
        Assert.Equal("test://ext-1", up.Outputs["found"].GetString());
        Assert.Equal("blue", up.Outputs["color"].GetString());
        Assert.Equal("x", up.Outputs["answer"].GetString());
        var state = await File.ReadAllTextAsync(stack.StateFile, Cancellation);
        Assert.Contains("providers:test::eu::", state, StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"transformed\"", state, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("hello"u8)), state, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-token", state, StringComparison.Ordinal);
        Assert.StartsWith("test://b-", up.Outputs["address"].GetString(), StringComparison.Ordinal);
        Assert.Contains(
            stack.Cloud.Resources.Values,
            item => item.Properties.Fields.GetValueOrDefault("label")?.StringValue.EndsWith("/x", StringComparison.Ordinal) == true);
        Assert.False((await stack.UpAsync(command)).Plan.HasChanges);
        Assert.True((await stack.DestroyAsync()).Succeeded);
        Assert.Equal("ext-1", Assert.Single(stack.Cloud.Resources).Key);
    }

    /// <summary>The program, its settings and how it is run.</summary>
    private static async Task<LaunchCommand> WriteAsync(TestStack stack, string modules)
    {
        await File.WriteAllTextAsync(Path.Combine(stack.Folder, "index.js"), Program, Cancellation);
        await File.WriteAllTextAsync(Path.Combine(stack.Folder, "package.json"), """{"name":"program","main":"index.js"}""", Cancellation);
        foreach (var name in new[] { "dev", "other" })
        {
            await File.WriteAllTextAsync(
                Path.Combine(stack.Folder, $"Pulumi.{name}.yaml"), "config:\n  proj:greeting: hello\n  proj:token: canary-token\n",
                Cancellation);
        }

        Directory.CreateSymbolicLink(Path.Combine(stack.Folder, "node_modules"), modules);
        var project = "name: proj\nruntime: nodejs\nconfig:\n  greeting: { type: string }\n  token: { type: string, secret: true }\n";
        await File.WriteAllTextAsync(stack.Context.ProjectFile, project, Cancellation);
        // Only its arguments differ from a .NET program's start.
        var run = Path.Combine(modules, "@pulumi", "pulumi", "cmd", "run");
        return LaunchCommand.Process("sh", "-c", $"""
            exec node '{run}' --monitor "$PULUMI_MONITOR" --engine "$PULUMI_ENGINE" --organization organization --project "$PULUMI_PROJECT" \
                --stack "$PULUMI_STACK" --root-directory . --pwd "$PWD" --parallel 8 $(test "$PULUMI_DRY_RUN" = true && echo --dry-run) .
            """);
    }

    /// <summary>Installs the SDK once into the build output, and returns its <c>node_modules</c>.</summary>
    private static async Task<string> InstallAsync()
    {
        var folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "node-sdk"));
        var modules = Path.Combine(folder, "node_modules");
        if (File.Exists(Path.Combine(folder, "installed"))) return modules;
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"name":"sdk","private":true}""", Cancellation);
        try
        {
            using var npm = Process.Start(
                new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", "--silent", "--fetch-retries=0", Package])
                {
                    WorkingDirectory = folder,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                })!;
            var errors = npm.StandardError.ReadToEndAsync(Cancellation);
            await npm.StandardOutput.ReadToEndAsync(Cancellation);
            await npm.WaitForExitAsync(Cancellation);
            Assert.SkipWhen(npm.ExitCode != 0, $"npm cannot install {Package} here: {(await errors).Trim()}");
        }
        catch (Win32Exception)
        {
            Assert.Skip("npm is not installed here.");
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "installed"), Package, Cancellation);
        return modules;
    }
}
