using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Amazon.S3.Model;
using PipAi.LocalCloud.Control;
using PipAi.Operations.Platform;
using PipAi.Operations.Restores;

namespace PipAi.Benchmarks.Storage;

/// <summary>
/// A bucket of a rehearsal, copied to the others as declared, in which every object is deleted by mistake, as it was a moment before.
/// Three rounds, each with the objects of the one before still there as old versions.
/// </summary>
internal static class RestoreRun
{
    /// <summary>Deploys a stack, measures, prints, and destroys it.</summary>
    public static async Task<int> RunAsync(string stack, int count)
    {
        var home = Directory.CreateTempSubdirectory("restore-").FullName;
        try
        {
            await PipaiProcess.RunAsync(home, "up", "--yes", "--skip-verify", "--stack", stack);
            var outputs = PlatformOutputs.Parse(
                JsonDocument.Parse(
                    (await PipaiProcess.RunAsync(
                        home, "stack", "output", "--json", "--show-secrets", "--stack", stack)).Output).RootElement);
            var endpoints = CloudEndpoints.Load(Path.Combine(home, "cloud", stack))
                ?? throw new InvalidOperationException("The local cloud is not there.");
            var access = RehearsedPlatform.Access(endpoints);
            for (var round = 1; round <= 3; round++) Console.WriteLine($"round {round}: {await MeasureAsync(outputs, access, count)}");
            return 0;
        }
        finally
        {
            await PipaiProcess.RunAsync(home, "destroy", "--yes", "--stack", stack);
            if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
        }
    }

    private static async Task<string> MeasureAsync(PlatformOutputs outputs, PlatformAccess access, int count)
    {
        var region = outputs.PrimaryBucketRegion;
        var place = new StoragePlace(outputs.Buckets[region], region, "documents/");
        using var s3 = access.S3(region, TimeSpan.FromMinutes(1));
        string[] keys = [.. Enumerable.Range(0, count).Select(number => $"{place.Key}{number:00000}.txt")];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 16 };
        await Parallel.ForEachAsync(keys, options, async (key, stop) => await s3.PutObjectAsync(
            new PutObjectRequest { BucketName = place.Bucket, Key = key, ContentBody = new string('x', 1000) }, stop));
        var restore = new BucketRestore(new DeployedPlatform("prod", outputs, [], access), TimeProvider.System);
        var before = TimeProvider.System.GetUtcNow();
        await Parallel.ForEachAsync(keys, options, async (key, stop) => await s3.DeleteObjectAsync(place.Bucket, key, stop));

        var began = Stopwatch.GetTimestamp();
        var plan = await restore.PlanAsync(new RestoreGoal(place, before), CancellationToken.None);
        var planned = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var result = await restore.RunAsync(plan, new Progress<RestoreProgress>(), CancellationToken.None);
        var all = Stopwatch.GetElapsedTime(began).TotalSeconds;
        began = Stopwatch.GetTimestamp();
        var again = await restore.PlanAsync(new RestoreGoal(place, before), CancellationToken.None);
        var compared = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (result.Copied != count || again.Changes.Any())
            throw new InvalidOperationException($"{result.Copied} of {count} came back; {again.Changes.Count()} are still to be done.");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{count} objects of 1 kB back in {all:0.0} s, {planned:0.0} s of it the plan; {count / (all - planned):0} a second; a second restore finds nothing to do in {compared:0.0} s");
    }
}
