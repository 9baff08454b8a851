using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Files;
using EmbeddedPulumi.Engine.Stacks;

namespace EmbeddedPulumi.Engine.Backend;

/// <summary>What was done to a stack, run by run, as Pulumi's file backend keeps it.</summary>
internal sealed class HistoryLog(StackPaths paths, StackContext context)
{
    /// <summary>Adds a run, with a copy of the state it left, and returns its version, counted from 1.</summary>
    public int Add(HistoryEntry run, StackConfig config)
    {
        Directory.CreateDirectory(paths.History);
        var version = Directory.GetFiles(paths.History, "*.history.json").Length + 1;
        var changed = new JsonObject();
        foreach (var (name, count) in run.Changes) changed.Add(name, count);
        var entry = new JsonObject
        {
            ["kind"] = run.Kind,
            ["startTime"] = run.Start.ToUnixTimeSeconds(),
            ["message"] = run.Message,
            ["environment"] = new JsonObject(),
            ["config"] = new JsonObject(config.Stored.Select(setting => KeyValuePair.Create(setting.Key, setting.Value.ToJson()))),
            ["version"] = version,
            ["result"] = run.Succeeded ? "succeeded" : "failed",
            ["endTime"] = context.Time.GetUtcNow().ToUnixTimeSeconds(),
            ["resourceChanges"] = changed,
        };
        var file = Path.Combine(paths.History, $"{context.StackName}-{CheckpointStore.UnixNanoseconds(context.Time)}");
        DiskWrite.Do(context.StackName, paths.History, () =>
        {
            File.WriteAllText(
                file + ".history.json", entry.ToJsonString(new JsonSerializerOptions { WriteIndented = true, IndentSize = 4 }));
            if (File.Exists(paths.Checkpoint)) File.Copy(paths.Checkpoint, file + ".checkpoint.json", overwrite: true);
        });
        return version;
    }
}

/// <summary>What the history keeps of one run.</summary>
/// <param name="Kind">Pulumi's word for the operation.</param>
/// <param name="Message">What its user said of it.</param>
/// <param name="Start">When it began.</param>
/// <param name="Succeeded">Whether it did all that it had to.</param>
/// <param name="Changes">How many resources each operation changed.</param>
internal sealed record HistoryEntry(
    string Kind, string Message, DateTimeOffset Start, bool Succeeded, ImmutableSortedDictionary<string, int> Changes);
