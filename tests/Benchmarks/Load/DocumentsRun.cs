using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Amazon.S3.Model;
using PipAi.LocalCloud.Control;
using PipAi.Operations.Platform;
using Temporalio.Client;

namespace PipAi.Benchmarks.Load;

/// <summary>
/// Documents of 1 kB through a rehearsed platform, all at once: how many a second, in which order, and what a document costs each part in
/// processor time. They are uploaded before the clock starts. Three rounds: what runs is compiled to its best during the first two.
/// </summary>
internal static class DocumentsRun
{
    /// <summary>Deploys a stack, on Temporal's own server where its executable is given, sends, prints, and destroys it.</summary>
    public static async Task<int> RunAsync(string stack, int count, string? temporal)
    {
        var home = Directory.CreateTempSubdirectory("documents-").FullName;
        string[] server = temporal is null ? [] : ["--temporal", temporal];
        try
        {
            await PipaiProcess.RunAsync(home, ["up", "--yes", "--skip-verify", "--stack", stack, .. server]);
            var outputs = PlatformOutputs.Parse(
                JsonDocument.Parse(
                    (await PipaiProcess.RunAsync(
                        home, "stack", "output", "--json", "--show-secrets", "--stack", stack)).Output).RootElement);
            var endpoints = CloudEndpoints.Load(Path.Combine(home, "cloud", stack))
                ?? throw new InvalidOperationException("The local cloud is not there.");
            using var cloud = new LocalCloudClient(endpoints);
            for (var round = 0; round < 3; round++)
            {
                var took = await SendAsync(outputs, endpoints, cloud, count);
                Console.WriteLine($"{(round == 0 ? "cold" : "warm")}: {took}");
            }

            return 0;
        }
        finally
        {
            await PipaiProcess.RunAsync(home, "destroy", "--yes", "--stack", stack);
            if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
        }
    }

    private static async Task<string> SendAsync(PlatformOutputs outputs, CloudEndpoints endpoints, LocalCloudClient cloud, int count)
    {
        var access = RehearsedPlatform.Access(endpoints);
        var temporal = await access.TemporalAsync(outputs);
        var keys = await UploadAsync(outputs, access, count);
        var before = await PartsAsync(cloud, outputs);

        var began = Stopwatch.GetTimestamp();
        var answered = await Task.WhenAll(keys.Select(async key =>
        {
            var input = JsonSerializer.SerializeToElement(new { key, contentType = "text/plain" });
            var handle = await temporal.StartWorkflowAsync(
                "ProcessDocument", [input], new WorkflowOptions(key.Replace('/', '-'), outputs.TemporalTaskQueue));
            await handle.GetResultAsync<JsonElement>();
            return Stopwatch.GetElapsedTime(began).TotalSeconds;
        }));
        var (half, all) = (answered.Order().ElementAt((count - 1) / 2), answered.Max());

        var after = await PartsAsync(cloud, outputs);
        var costs = after.Select(
            part => string.Create(CultureInfo.InvariantCulture, $"{part.Key} {(part.Value - before[part.Key]) * 1000 / count:0.0}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{count} documents in {all:0.0} s, {count / all:0} a second; half of them after {half:0.0} s ({half / all:P0}); ms of "
                + $"processor a document: {string.Join(", ", costs)}");
    }

    private static async Task<IReadOnlyList<string>> UploadAsync(PlatformOutputs outputs, PlatformAccess access, int count)
    {
        var text = string.Concat(Enumerable.Repeat("Recovery of a region takes less than two minutes. ", 20));
        using var s3 = access.S3(outputs.PrimaryBucketRegion);
        string[] keys = [.. Enumerable.Range(0, count).Select(number => $"documents/{Guid.NewGuid():N}/{number}.txt")];
        await Parallel.ForEachAsync(keys, async (key, cancellation) => await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = outputs.Buckets[outputs.PrimaryBucketRegion],
                Key = key,
                ContentType = "text/plain",
                ContentBody = text,
            },
            cancellation));
        return keys;
    }

    private static async Task<SortedDictionary<string, double>> PartsAsync(LocalCloudClient cloud, PlatformOutputs outputs)
    {
        var status = await cloud.StatusAsync(CancellationToken.None);
        double Of(string app) =>
            ProcessTree.ProcessorSeconds(
                status.Apps.Single(one => one.Name == app).Machines.Select(machine => machine.Pid ?? 0).Where(id => id > 0));
        var (workers, parsers, all) = (Of(outputs.WorkersApp), Of(outputs.UnstructuredApp), ProcessTree.ProcessorSeconds(
            [status.ProcessId]));
        var server = status.TemporalServer?.ProcessId is { } id ? ProcessTree.ProcessorSeconds([id]) : 0;
        return new(StringComparer.Ordinal)
        {
            ["workers"] = workers,
            ["parsers"] = parsers,
            ["local cloud"] = all - workers - parsers - server,
            ["temporal"] = server,
            ["sender"] = ProcessTree.ProcessorSeconds([Environment.ProcessId]),
        };
    }
}
