using Microsoft.Extensions.Time.Testing;
using PipAi.Workers.Unstructured.Performance;

namespace PipAi.Unstructured.Tests.Performance;

public sealed class FigureTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Percentiles_are_the_smallest_values_that_cover_their_share()
    {
        var responses = new ResponseTimes(time);
        foreach (var milliseconds in Enumerable.Range(1, 100).Reverse()) responses.Add(TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(new Percentiles(100, 0.05, 0.095, 0.099), responses.Now());
    }

    [Fact]
    public void Percentiles_forget_what_is_older_than_five_minutes()
    {
        var responses = new ResponseTimes(time);
        responses.Add(TimeSpan.FromSeconds(9));
        time.Advance(TimeSpan.FromMinutes(4));
        responses.Add(TimeSpan.FromSeconds(1));
        Assert.Equal(9, responses.Now().P99);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(new Percentiles(1, 1, 1, 1), responses.Now());
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(new Percentiles(0, 0, 0, 0), responses.Now());
    }

    [Fact]
    public void Percentiles_hold_only_the_latest_requests()
    {
        var responses = new ResponseTimes(time);
        for (var i = 0; i < 5000; i++) responses.Add(TimeSpan.FromSeconds(i < 2500 ? 9 : 1));
        Assert.Equal(new Percentiles(2048, 1, 1, 1), responses.Now());
    }

    [Fact]
    public void Processor_use_is_a_share_of_all_processors_and_follows_the_load()
    {
        var used = TimeSpan.Zero;
        var processor = new ProcessorUse(time, () => used);
        Assert.Equal(0, processor.Percent());

        time.Advance(TimeSpan.FromSeconds(10));
        used += TimeSpan.FromSeconds(5) * Environment.ProcessorCount;
        Assert.Equal(50, processor.Percent());

        time.Advance(TimeSpan.FromSeconds(10));
        processor.Percent();
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, processor.Percent());
    }
}
