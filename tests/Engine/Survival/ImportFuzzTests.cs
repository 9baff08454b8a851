using System.Globalization;
using System.Text;
using EmbeddedPulumi.Engine.Backend;
using EmbeddedPulumi.Engine.Errors;
using PipAi.Engine.Tests.Fakes;

namespace PipAi.Engine.Tests.Survival;

/// <summary>Documents of `stack import`, damaged in every way: the state is readable after each, or untouched.</summary>
public sealed class ImportFuzzTests
{
    private const int Seed = 20261127;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Thousands_of_damaged_documents_leave_a_state_that_can_be_read()
    {
        await using var stack = await TestStack.CreateAsync();
        await StateTests.SampleAsync(stack);
        var document = await stack.Store.ExportAsync(showSecrets: true, Cancellation);
        await stack.Store.RemoveAsync(force: true, Cancellation);
        // A key of one round: each import encrypts its secrets anew.
        var store = new StackStore(stack.Context with { KeyIterations = 1 });
        await store.ImportAsync(document, "'good.json'", _ => Task.FromResult(true), Cancellation);
        var random = new Random(Seed);
        var cases = int.TryParse(Environment.GetEnvironmentVariable("PIPAI_CASES"), CultureInfo.InvariantCulture, out var asked)
            ? Math.Clamp(asked, 1, 10_000) : 300;
        var refused = 0;
        for (var i = 0; i < cases; i++)
        {
            var before = await File.ReadAllBytesAsync(stack.StateFile, Cancellation);
            try
            {
                await store.ImportAsync(Damaged(document, random), "'fuzz.json'", _ => Task.FromResult(true), Cancellation);
            }
            catch (EngineException error) when (error.Category != ExitCategory.Bug)
            {
                refused++;
                Assert.Equal(before, await File.ReadAllBytesAsync(stack.StateFile, Cancellation));
                continue;
            }

            await store.ResourcesAsync(Cancellation);
            await store.ExportAsync(showSecrets: false, Cancellation);
            // The backups of thousands of imports are of no use here.
            if (i % 100 == 0)
                foreach (var copy in Directory.GetFiles(Path.Combine(stack.Folder, ".pulumi", "backups"), "*", SearchOption.AllDirectories))
                    File.Delete(copy);
        }

        Assert.InRange(refused, cases / 4, cases);
    }

    private static string Damaged(string document, Random random)
    {
        var text = new StringBuilder(document);
        for (var left = random.Next(1, 4); left > 0 && text.Length > 1; left--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(6))
            {
                case 0: text.Length = at; break;
                case 1: text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at)); break;
                case 2: text[at] = "{}[]\",:0tn\\\0x"[random.Next(13)]; break;
                case 3: text.Insert(at, document.AsSpan(random.Next(document.Length / 2), random.Next(1, 60))); break;
                case 4:
                    Replace(
                    text, random, "\"urn\"", "\"id\"", "\"type\"", "\"inputs\"", "true", "\"custom\"", "3", "null", "\"\"", "::"); break;
                default:
                    Replace(
                    text, random, "\"parent\"", "\"dependencies\"", "\"provider\"", "\"outputs\"", "[]", "{}", "\"plaintext\"",
                    "\"ciphertext\"", "1e999", "-1"); break;
            }
        }

        return text.ToString();
    }

    private static void Replace(StringBuilder text, Random random, params string[] words)
    {
        var (from, to) = (words[random.Next(words.Length)], words[random.Next(words.Length)]);
        var all = text.ToString();
        var at = all.IndexOf(from, random.Next(all.Length), StringComparison.Ordinal);
        if (at >= 0) text.Remove(at, from.Length).Insert(at, to);
    }
}
