using Microsoft.Extensions.Logging.Abstractions;
using PipAi.Unstructured.Tests.Documents;
using PipAi.Workers.Unstructured.Partitioning;
using PipAi.Workers.Unstructured.Refusals;
using PipAi.Workers.Unstructured.Requests;
using PipAi.Workers.Unstructured.Settings;

namespace PipAi.Unstructured.Tests.Partitioning;

/// <summary>Damages sound documents at random: each must still be read or refused, quickly, and never end the process.</summary>
public sealed class DamageTests
{
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("PIPAI_DAMAGE_ROUNDS"), out var rounds)
        ? rounds : 40;

    [Theory]
    [InlineData("regional-failover-runbook.pdf")]
    [InlineData("storage-review.docx")]
    [InlineData("release-notes.html")]
    [InlineData("incident-report.md")]
    public void A_damaged_document_is_read_or_refused(string name)
    {
        var sound = SampleDocuments.Read(name);
        var partitioner = new Partitioner(new PartitionLimits(), NullLogger<Partitioner>.Instance);
        for (var seed = 0; seed < Rounds; seed++)
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            var damaged = Damage(sound, new Random(seed));
            var failure = Record.Exception(() => partitioner.Partition(damaged, name, null, new PartitionParameters(), timeout.Token));
            Assert.True(failure is null or RequestRejectedException { Status: 400 or 413 or 422 }, $"seed {seed}: {failure}");
        }
    }

    private static byte[] Damage(byte[] sound, Random random)
    {
        var damaged = sound.ToArray();
        switch (random.Next(4))
        {
            case 0: // single bytes
                for (var i = random.Next(1, 30); i > 0; i--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                return damaged;
            case 1: // cut short
                return damaged[..random.Next(1, damaged.Length)];
            case 2: // a piece twice
                var at = random.Next(damaged.Length);
                return [.. damaged[..at], .. damaged[random.Next(at + 1)..]];
            default: // digits: lengths, offsets, references
                for (var i = 0; i < damaged.Length; i++)
                    if (char.IsAsciiDigit((char)damaged[i]) && random.Next(20) == 0) damaged[i] = (byte)('0' + random.Next(10));
                return damaged;
        }
    }
}
