using EmbeddedPulumi.Engine;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Operations;
using EmbeddedPulumi.Engine.Planning;
using EmbeddedPulumi.Engine.Secrets;
using EmbeddedPulumi.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PipAi.Engine.Tests.Fakes;
using Pulumirpc;

namespace PipAi.Engine.Tests;

public sealed class SecretTests
{
    private static readonly string[] Canaries = ["canary-config-1", "canary-\"input\"-2", "canary-nested-3", "test://a-"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_operation_reads_the_passphrase_once_for_settings_state_and_outputs()
    {
        await using var stack = await TestStack.CreateAsync();
        var cipher = PassphraseCipher.New("correct horse");
        await File.WriteAllTextAsync(
            Path.Combine(stack.Folder, "Pulumi.dev.yaml"),
            $"encryptionsalt: {cipher.Salt}\nconfig:\n  proj:token:\n    secure: {cipher.Encrypt("hunter2")}\n",
            Cancellation);
        Assert.True((await stack.UpAsync(Program())).Succeeded);
        var read = 0;
        var engine = new StackEngine(stack.Context with
        {
            Program = Program(),
            Passphrase = () =>
            {
                Interlocked.Increment(ref read);
                return "correct horse";
            },
        });
        Assert.True((await engine.PreviewAsync(new PreviewOptions(), null, Cancellation)).Succeeded);
        Assert.Equal(1, read);
        Assert.True((await engine.UpAsync(new UpOptions(), null, Cancellation)).Succeeded);
        Assert.Equal(2, read);
    }

    [Fact]
    public async Task What_becomes_secret_without_a_change_is_told_and_sealed_wherever_it_stands()
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.LeavesDiffToEngine = true;
        await stack.UpAsync(new Wanted("a", ("password", "canary"), ("size", 1)));
        var secret = new Wanted("a", ("password", new PropertyValue.Secret("canary")), ("size", 1));
        foreach (OperationResult result in new OperationResult[] { await stack.PreviewAsync(secret), await stack.UpAsync(secret) })
        {
            Assert.Equal(["same a"], TestStack.Steps(result));
            Assert.StartsWith("Now secret: password.", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("canary", await File.ReadAllTextAsync(stack.StateFile, Cancellation), StringComparison.Ordinal);
        Assert.Empty((await stack.UpAsync(secret)).Diagnostics);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Secrets_leak_nowhere(bool providerUnderstandsSecrets)
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.AcceptSecrets = providerUnderstandsSecrets;
        var cipher = PassphraseCipher.New("correct horse");
        await File.WriteAllTextAsync(
            Path.Combine(stack.Folder, "Pulumi.dev.yaml"),
            $"encryptionsalt: {cipher.Salt}\nconfig:\n  proj:token:\n    secure: {cipher.Encrypt(Canaries[0])}\n",
            Cancellation);
        var preview = await stack.PreviewAsync(Program());
        var created = await stack.UpAsync(Program());
        Assert.True(created.Succeeded);
        stack.Cloud.Before = (verb, _) => verb is "Update" or "Delete"
            ? throw new RpcException(new Status(StatusCode.Internal, $"cannot: {string.Join(" and ", Canaries[..3])}"))
            : Task.CompletedTask;
        var failed = await stack.UpAsync(Program(size: 2));
        Assert.False(failed.Succeeded);
        var destroyed = await stack.DestroyAsync();
        Assert.False(destroyed.Succeeded);

        var seen = await SeenAsync(stack, preview, created, failed, destroyed);
        foreach (var canary in Canaries.SelectMany(
            canary =>
                new[]
                {
                    canary,
                    canary.Replace("\"", "\\\"", StringComparison.Ordinal),
                    canary.Replace("\"", "\\u0022", StringComparison.Ordinal),
                }))
        {
            foreach (var (where, text) in seen)
                Assert.False(text.Contains(canary, StringComparison.Ordinal), $"{canary} is in the {where}: {text}");
        }

        Assert.Contains(seen, found => found.Text.Contains("cannot: [secret] and [secret]", StringComparison.Ordinal));
        var shown = await stack.Store.OutputsAsync(showSecrets: true, Cancellation);
        Assert.Equal(Canaries[1], shown["password"].GetString());
    }

    [Fact]
    public async Task A_secret_file_of_an_archive_is_encrypted_and_masked()
    {
        await using var stack = await TestStack.CreateAsync();
        stack.Cloud.Before = (verb, _) =>
            verb is "Delete" ? throw new RpcException(new Status(StatusCode.Internal, "cannot: canary-in-archive")) : Task.CompletedTask;
        var key = new PropertyValue.Secret(new PropertyValue.Asset("canary-in-archive", null, null));
        Assert.True(
            (await stack.UpAsync(
                new Wanted("a", ("code", new PropertyValue.Archive(PropertyMap.Of(("key", key)), null, null))))).Succeeded);
        var destroyed = await stack.DestroyAsync();
        Assert.Contains("cannot: [secret]", Assert.Single(destroyed.Diagnostics).Message, StringComparison.Ordinal);
        var state = await File.ReadAllTextAsync(stack.StateFile, Cancellation);
        Assert.Contains("ciphertext", state, StringComparison.Ordinal);
        foreach (var text in new[]
        {
            state,
            await stack.Store.ExportAsync(false, Cancellation),
            Shown((await stack.Store.ResourcesAsync(Cancellation)).Select(resource => resource.Resource)),
        })
            Assert.DoesNotContain("canary-in-archive", text, StringComparison.Ordinal);
        Assert.Contains("canary-in-archive", await stack.Store.ExportAsync(true, Cancellation), StringComparison.Ordinal);
    }

    /// <summary>All that a run leaves where somebody may read it.</summary>
    private static async Task<List<(string Where, string Text)>> SeenAsync(
        TestStack stack, PreviewResult preview, params OperationResult[] results)
    {
        var seen = new List<(string Where, string Text)>
        {
            ("plan JSON", preview.ToJson()),
            ("export", await stack.Store.ExportAsync(false, Cancellation)),
        };
        seen.AddRange(stack.Events.Select(happened => (happened.GetType().Name, Shown(happened))));
        foreach (var result in results.Prepend(preview))
        {
            seen.AddRange(result.Diagnostics.Select(diagnostic => ("diagnostic", diagnostic.ToString())));
            seen.AddRange(result.Outputs.Select(output => ("output", output.Value.GetRawText())));
            seen.AddRange(result.Plan.Steps.Select(step => ("step", Shown(step))));
        }

        foreach (var file in Directory.GetFiles(stack.Folder, "*", SearchOption.AllDirectories))
            seen.Add((file, await File.ReadAllTextAsync(file, Cancellation)));
        foreach (var resource in await stack.Store.ResourcesAsync(Cancellation)) seen.Add(("resource", Shown(resource.Resource)));
        return seen;
    }

    private static LaunchCommand Program(int size = 1) => FakeProgram.Of(async program =>
    {
        await program.Engine.LogAsync(new LogRequest { Severity = LogSeverity.Info, Message = $"using {Canaries[0]}" });
        var thing = await program.RegisterAsync(new Wanted(
            "a",
            ("size", size),
            ("password", new PropertyValue.Secret(Canaries[1])),
            ("nested", PropertyMap.Of(("deep", new PropertyValue.List(new PropertyValue.Secret(Canaries[2]), "plain")))))
        { Options = request => request.AdditionalSecretOutputs.Add("address") });
        return PropertyMap.Of(("password", PropertyWire.Decode(thing.Object.Fields.GetValueOrDefault("password") ?? Value.ForNull())));
    });

    private static string Shown(object value) => System.Text.Json.JsonSerializer.Serialize(value, value.GetType());

    private static string Shown(Step step) => System.Text.Json.JsonSerializer.Serialize(step);
}
