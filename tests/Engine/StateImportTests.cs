using EmbeddedPulumi.Engine.Backend;
using EmbeddedPulumi.Engine.Errors;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests;

/// <summary>Documents of `stack export` on their way back in.</summary>
public sealed class StateImportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_exported_stack_goes_in_again_as_it_came_out()
    {
        await using var stack = await TestStack.CreateAsync();
        await StateTests.SampleAsync(stack);
        var document = await stack.Store.ExportAsync(showSecrets: false, Cancellation);
        await stack.Store.RemoveAsync(force: true, Cancellation);
        Assert.Empty(await stack.Store.ListAsync(Cancellation));
        var foreign = document.Replace("\"modified\"", "\"snippetID\": \"kept\", \"modified\"", StringComparison.Ordinal);
        await stack.Store.ImportAsync(foreign, "'state.json'", _ => Task.FromResult(false), Cancellation);
        // The key of a newer engine is kept, at another place of its resource; only the time of writing is new.
        Assert.Equal(StateTests.Lines(foreign), StateTests.Lines(await stack.Store.ExportAsync(showSecrets: false, Cancellation)));
        Assert.Equal("hunter2", (await stack.Store.OutputsAsync(showSecrets: true, Cancellation))["password"].GetString());
        Assert.False((await StateTests.SampleAsync(stack)).Plan.HasChanges);
    }

    [Fact]
    public async Task A_document_of_another_stack_is_refused()
    {
        await using var stack = await TestStack.CreateAsync();
        await StateTests.SampleAsync(stack);
        var document = (await stack.Store.ExportAsync(showSecrets: true, Cancellation)).Replace(
            "urn:pulumi:dev::", "urn:pulumi:prod::", StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<EngineException>(
            () => stack.Store.ImportAsync(document, "'state.json'", _ => Task.FromResult(true), Cancellation));
        Assert.Contains("does not belong to stack 'dev'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"version":3}""", "has no 'deployment'")]
    [InlineData("""{"version":3,"deployment":null}""", "has no 'deployment'")]
    [InlineData("""{"deployment":{}}""", "no export of a state: it has no 'version'")]
    [InlineData("[]", "no export of a state")]
    [InlineData("", "no export of a state")]
    [InlineData("""{"version":3,"deployment":{"resources":[{"urn":"urn:pulumi:dev::proj::t""", "no export of a state")]
    public async Task A_document_that_is_no_export_is_refused_and_changes_nothing(string document, string reason)
    {
        await using var stack = await TestStack.CreateAsync();
        await StateTests.SampleAsync(stack);
        var before = await File.ReadAllTextAsync(stack.StateFile, Cancellation);
        var error = await Assert.ThrowsAsync<EngineException>(
            () => stack.Store.ImportAsync(document, "'state.json'", _ => Task.FromResult(true), Cancellation));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("'state.json' ", error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.Document, error.Code);
        Assert.Equal(before, await File.ReadAllTextAsync(stack.StateFile, Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_import_would_forget_is_named_first_and_a_copy_is_kept(bool confirmed)
    {
        await using var stack = await TestStack.CreateAsync();
        await stack.UpAsync(new Wanted("a"));
        var small = await stack.Store.ExportAsync(showSecrets: false, Cancellation);
        await stack.UpAsync(new Wanted("a"), new Wanted("b"));
        var before = await File.ReadAllTextAsync(stack.StateFile, Cancellation);
        string[] named = [];
        var done = await stack.Store.ImportAsync(small, "'state.json'", forgotten =>
        {
            named = [.. forgotten];
            return Task.FromResult(confirmed);
        }, Cancellation);
        Assert.EndsWith("::b", Assert.Single(named), StringComparison.Ordinal);
        Assert.Equal(confirmed, done is not null);
        if (done is null) Assert.Equal(before, await File.ReadAllTextAsync(stack.StateFile, Cancellation));
        else Assert.Equal(before, await File.ReadAllTextAsync(done.Copy!, Cancellation));
        Assert.Equal(
            confirmed ? 1 : 2, (await stack.Store.ResourcesAsync(Cancellation)).Count(resource => resource.Type == "test:index:Thing"));
    }

    [Theory]
    [InlineData(
        """{"type":"service","state":{"url":"https://api.pulumi.com","owner":"acme"}}""",
        "Pulumi Cloud (secrets provider 'service', https://api.pulumi.com)")]
    [InlineData(
        """{"type":"cloud","state":{"url":"awskms://alias/example","encryptedkey":"AQIC"}}""",
        "a key of a cloud (secrets provider 'cloud', awskms://alias/example)")]
    [InlineData("""{"type":"b64"}""", "the secrets provider 'b64'")]
    public async Task Secrets_that_only_others_can_decrypt_are_no_damage(string provider, string named)
    {
        await using var stack = await TestStack.CreateAsync();
        var error = await Assert.ThrowsAsync<EngineException>(
            () =>
                ImportAsync(
                    stack, provider, """{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","ciphertext":"AAAB"}"""));
        Assert.Equal((ErrorCodes.SecretsProvider, ExitCategory.Configuration), (error.Code, error.Category));
        Assert.StartsWith(
            $"'state.json' is not damaged, but its secrets are encrypted by {named}; ", error.Message, StringComparison.Ordinal);
        Assert.Equal("pulumi stack export --show-secrets --stack dev --file state.json", error.Fix);
        Assert.False(File.Exists(stack.StateFile));
        // What the command gives goes in, and is a secret here, too.
        await ImportAsync(
            stack, provider, """{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","plaintext":"\"hunter2\""}""");
        Assert.DoesNotContain("hunter2", await File.ReadAllTextAsync(stack.StateFile, Cancellation), StringComparison.Ordinal);
        Assert.Equal("hunter2", (await stack.Store.OutputsAsync(showSecrets: true, Cancellation))["password"].GetString());
    }

    private static Task<StateImport?> ImportAsync(TestStack stack, string provider, string password) => stack.Store.ImportAsync(
        $$$"""
        {"version":3,"deployment":{"manifest":{"time":"2026-01-01T00:00:00Z","magic":"","version":"v3.259.0"},"secrets_providers":{{{provider}}},
         "resources":[{"urn":"urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev","custom":false,"type":"pulumi:pulumi:Stack","outputs":{"password":{{{password}}} }}]}}
        """, "'state.json'", _ => Task.FromResult(true), Cancellation);
}
