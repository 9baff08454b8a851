using PipAi.Operations.Measurements;
using PipAi.Operations.Tests.Platform;
using PipAi.Operations.Verification;
using PipAi.Testing;

namespace PipAi.Operations.Tests.Measurements;

public sealed class MeasurementTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>One-sided 95 % bounds of Clopper and Pearson, as tables have them.</summary>
    [Theory]
    [InlineData(10, 0, 0.74113)]
    [InlineData(10, 1, 0.60584)]
    [InlineData(100, 0, 0.97049)]
    [InlineData(100, 3, 0.92430)]
    [InlineData(3000, 0, 0.99900)]
    [InlineData(5, 5, 0)]
    [InlineData(0, 0, 0)]
    public void Samples_say_so_much_and_no_more(int samples, int failures, double atLeast) =>
        Assert.Equal(atLeast, new Measured(samples, failures).AtLeast, 0.0001);

    [Fact]
    public async Task What_was_measured_is_kept_and_a_line_that_was_cut_off_takes_no_other_with_it()
    {
        using var folder = new TemporaryFolder();
        var file = folder["measurements/prod.jsonl"];
        var store = new MeasurementStore(file);
        Assert.Empty(await store.ReadAsync(Cancellation));

        await store.AddAsync(
            [new Sample(Noon, "storage", true, "rehearsal"), new Sample(Noon, "workers", false, "rehearsal")], Cancellation);
        await File.AppendAllTextAsync(file, """{"at":"2026-11-27T12:0""", Cancellation);
        await store.AddAsync([new Sample(Noon.AddHours(1), "storage", true, "rehearsal")], Cancellation);

        var samples = await store.ReadAsync(Cancellation);
        Assert.Equal(["storage", "workers", "storage"], samples.Select(sample => sample.Part));
        Assert.Equal(Noon.AddHours(1), samples[2].At);
        var measured = Measured.Of(samples);
        Assert.Equal((new Measured(2, 0), new Measured(1, 1)), (measured["storage"], measured["workers"]));
    }

    [Fact]
    public void Drills_say_how_fast_and_nothing_about_how_often()
    {
        Sample Drill(string part, double? seconds) =>
            new(Noon, $"drill: {part}", seconds < 30, "rehearsal") { RecoverySeconds = seconds };
        Sample[] samples = [new(Noon, "storage", true, "rehearsal"), Drill("region", 12), Drill("region", 8), Drill("region", 40),
            Drill("storage", null)];

        Assert.Equal(["storage"], Measured.Of(samples).Keys);
        var recovered = MeasuredRecovery.Of(samples);
        Assert.Equal(new MeasuredRecovery(3, 0, TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(40)), recovered["region"]);
        Assert.Equal(new MeasuredRecovery(1, 1, null, null), recovered["storage"]);
    }

    [Fact]
    public void A_verification_is_one_sample_of_each_part_that_it_looked_at()
    {
        var outputs = SampleOutputs.Parsed();
        CheckResult[] checks =
        [
            new("workers", "4 machines run in iad", false, "3"), new("storage", "versioning", true, ""),
            new("storage", "canary", false, ""),
            new("canary", "a document through iad", true, ""), new("endpoints", $"{outputs.WorkersHealth} answers", true, ""),
            new("endpoints", $"{outputs.UnstructuredHealth} answers", true, ""),
            new("endpoints", $"{outputs.UnstructuredPerformance} answers", false, ""),
            new("endpoints", $"{outputs.FrontendHealth} answers", true, ""), new("surplus", "nothing", true, ""),
        ];
        Assert.Equal(
            [("frontend", true), ("new work", true), ("parsing", false), ("storage", false), ("workers", true)],
            CheckSamples.Of(checks, outputs, Noon, "rehearsal").Select(sample => (sample.Part, sample.Worked)));
    }
}
