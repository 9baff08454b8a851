using System.Diagnostics;
using PipAi.LocalCloud.Faults;

namespace PipAi.LocalCloud.Tests.S3;

public sealed class FaultTests(LocalS3 s3) : IClassFixture<LocalS3>
{
    [Fact]
    public async Task A_dark_region_answers_nobody_and_leaves_the_others_alone()
    {
        var (east, west) = (await s3.BucketAsync(), await s3.BucketAsync("eu-west-1"));
        var fault = s3.Faults.Add(new Fault { Service = "s3", Region = "eu-west-1", Effect = new FaultEffect.Dark() });

        await Assert.ThrowsAnyAsync<Exception>(() => LocalS3.PutAsync(s3.Client("eu-west-1"), west, "k", "x"));
        await LocalS3.PutAsync(s3.Client(), east, "k", "x");

        s3.Faults.Remove(fault.Id);
        await LocalS3.PutAsync(s3.Client("eu-west-1"), west, "k", "x");
    }

    [Fact]
    public async Task The_client_retries_a_slow_down()
    {
        var bucket = await s3.BucketAsync("eu-central-1");
        s3.Faults.Add(
            new Fault
            {
                Service = "s3",
                Region = "eu-central-1",
                Operation = "PutObject",
                Effect = new FaultEffect.Status(503),
                Times = 1,
            });
        var patient = s3.Client("eu-central-1", configure: config => config.MaxErrorRetry = 2);
        await LocalS3.PutAsync(patient, bucket, "k", "x");
        Assert.Equal("x", await LocalS3.ReadAsync(patient, bucket, "k"));
    }

    [Fact]
    public async Task A_lost_answer_comes_after_the_write()
    {
        var bucket = await s3.BucketAsync("ap-south-1");
        // Several times: an HTTP client sends a request again by itself when a kept connection breaks.
        var fault = s3.Faults.Add(new Fault
        {
            Service = "s3",
            Region = "ap-south-1",
            Operation = "PutObject",
            Effect = new FaultEffect.LoseAnswer(),
        });
        await Assert.ThrowsAnyAsync<Exception>(() => LocalS3.PutAsync(s3.Client("ap-south-1"), bucket, "k", "x"));
        s3.Faults.Remove(fault.Id);
        Assert.Equal("x", await LocalS3.ReadAsync(s3.Client("ap-south-1"), bucket, "k"));
    }

    [Fact]
    public async Task A_hanging_region_costs_the_client_its_own_timeout()
    {
        var bucket = await s3.BucketAsync("ca-central-1");
        s3.Faults.Add(new Fault { Service = "s3", Region = "ca-central-1", Effect = new FaultEffect.Hang() });
        var hasty = s3.Client("ca-central-1", configure: config => config.Timeout = TimeSpan.FromMilliseconds(300));
        var started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<Exception>(() => LocalS3.ReadAsync(hasty, bucket, "k"));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(200), TimeSpan.FromMinutes(1));
    }
}
