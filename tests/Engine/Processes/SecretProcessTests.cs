using System.Text;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Secrets;

namespace PipAi.Engine.Tests.Processes;

/// <summary>
/// Canary secrets through engine, program and provider that are processes of their own: what they print, write and are started with.
/// </summary>
public sealed class SecretProcessTests : IDisposable
{
    private static readonly string[] Canaries = ["canary-config-1", "canary-first-line", "canary-second-line", "test://a-"];
    private readonly ProcessStack stack = new();
    private readonly List<(string Where, string Text)> seen = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secrets_are_in_nobodys_arguments_output_or_files()
    {
        await File.WriteAllTextAsync(stack["secrets"], "canary-first-line\ncanary-second-line", Cancellation);
        var cipher = PassphraseCipher.New("");
        await File.WriteAllTextAsync(
            stack["Pulumi.dev.yaml"], $"encryptionsalt: {cipher.Salt}\nconfig:\n  proj:token:\n    secure: {cipher.Encrypt(Canaries[0])}\n",
            Cancellation);
        await KilledAsync();
        await RunAsync("a failing call", "die", "Create b", ProcessRole.CodeOf(ExitCategory.Resource));
        await RunAsync("a failing start", "stillborn", "", ProcessRole.CodeOf(ExitCategory.Failed), "destroy");
        await RunAsync("a success", "none", "", 0);
        await RunAsync("a refresh", "none", "", 0, "refresh");
        await RunAsync("a destruction", "none", "", 0, "destroy");

        foreach (var (where, text) in seen)
        {
            foreach (var canary in Canaries)
                Assert.False(text.Contains(canary, StringComparison.Ordinal), $"{canary} is in {where}: {text}");
        }

        // The search would find them: the same words, masked, are where they are looked for.
        Assert.Contains(
            seen,
            found => found.Where.Contains("said", StringComparison.Ordinal) && found.Text.Contains("[secret]", StringComparison.Ordinal));
        Assert.Contains(
            seen,
            found =>
                found.Where.EndsWith("dev.json", StringComparison.Ordinal) && found.Text.Contains("ciphertext", StringComparison.Ordinal));
        foreach (var kind in new[] { "/locks/", "/backups/", "/history/", "dev.json.bak" })
            Assert.Contains(seen, found => found.Where.Contains(kind, StringComparison.Ordinal));
    }

    public void Dispose() => stack.Dispose();

    /// <summary>Looks while everything runs, and at what a killed engine leaves: an intent and a lock.</summary>
    private async Task KilledAsync()
    {
        await ProcessRole.FaultAsync(stack.Folder, "hang", "Create b");
        using var engine = stack.StartEngine();
        var (output, errors) = (engine.StandardOutput.ReadToEndAsync(Cancellation), engine.StandardError.ReadToEndAsync(Cancellation));
        await ProcessStack.UntilAsync(() => File.Exists(stack["hanging"]));
        foreach (var id in new[] { engine.Id, stack.Pid("program"), stack.Pid("provider") })
        {
            var line = await File.ReadAllTextAsync($"/proc/{id}/cmdline", Cancellation);
            Assert.NotEqual("", line);
            seen.Add(($"the arguments of process {id}", line));
        }

        seen.Add(("the arguments of all processes", Encoding.UTF8.GetString([.. Directory.GetDirectories("/proc").SelectMany(Arguments)])));
        // As with Pulumi's own command, the configuration reaches program and provider in their environment, and nowhere else.
        Assert.Contains(
            Canaries[0], await File.ReadAllTextAsync($"/proc/{stack.Pid("program")}/environ", Cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Canaries[0], await File.ReadAllTextAsync($"/proc/{engine.Id}/environ", Cancellation), StringComparison.Ordinal);
        engine.Kill();
        // Until it is gone altogether its lock is not left behind.
        await engine.WaitForExitAsync(Cancellation);
        seen.Add(("what the killed engine said", await output + await errors));
        await SearchFilesAsync();
        File.Delete(stack["hang"]);
        await stack.Store.UnlockAsync(all: false, Cancellation);
    }

    private async Task RunAsync(string what, string fault, string call, int code, string operation = "up")
    {
        await ProcessRole.FaultAsync(stack.Folder, fault, call);
        await File.WriteAllTextAsync(stack["operation"], operation, Cancellation);
        using (var engine = stack.StartEngine())
        {
            var output = engine.StandardOutput.ReadToEndAsync(Cancellation);
            var (ended, said) = await ProcessStack.EndOfAsync(engine);
            seen.Add(($"what was said during {what}", said + await output));
            Assert.True(code == ended, $"{what} ended with {ended}: {said}");
        }

        File.Delete(stack[fault]);
        await SearchFilesAsync();
    }

    private async Task SearchFilesAsync()
    {
        foreach (var file in Directory.GetFiles(stack[".pulumi"], "*", SearchOption.AllDirectories))
            seen.Add((file, await File.ReadAllTextAsync(file, Cancellation)));
    }

    private static byte[] Arguments(string process)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(process, "cmdline"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Not a process, or one that is gone.
            return [];
        }
    }
}
