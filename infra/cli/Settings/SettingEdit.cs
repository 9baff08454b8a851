using EmbeddedPulumi.Engine.Files;
using PipAi.Cli.Errors;
using YamlDotNet.Core;

namespace PipAi.Cli.Settings;

/// <summary>
/// One change of one setting in a stack file. Its text is parsed after the change and compared with what the file said before: nothing else
/// may have changed, and what was to change must read as it was meant.
/// </summary>
/// <param name="Key">Full key, such as <c>pip-ai:workerCpus</c>.</param>
/// <param name="Entry">A key of its map, or <c>[0]</c>, <c>[1]</c>, … for an item of its list; null for the whole of it.</param>
/// <param name="Value">What it becomes; null removes it.</param>
internal sealed record SettingEdit(string Key, string? Entry, YamlValue? Value)
{
    /// <summary>The text of the file after the change; null when there is nothing to remove.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="text">Its text before.</param>
    /// <exception cref="CliException">The file cannot be read, or the change would break it. It is to be left as it is.</exception>
    public string? On(string file, string text)
    {
        var before = Read(file, text, "it cannot be read");
        if (Changed(text) is not { } changed) return null;
        var after = Read(file, changed, $"setting '{Key}' would break it");
        if (Verified(before, after)) return changed;
        throw new CliException(
            ExitCode.Configuration,
            $"{file}: '{Key}' stands there in a form that cannot be changed without changing something else. Change it by hand; nothing "
                + $"was changed.",
            $"${{EDITOR:-vi}} {file}");
    }

    private string? Changed(string text) => (Entry, Value) switch
    {
        (null, { } value) => StackFileText.Set(text, Key, value),
        (null, null) => StackFileText.Remove(text, Key),
        ({ } entry, { } value) => StackFileText.SetEntry(text, Key, entry, value),
        ({ } entry, null) => StackFileText.RemoveEntry(text, Key, entry),
    };

    private static YamlMapping Read(string file, string text, string problem)
    {
        try
        {
            return YamlJson.Read(text);
        }
        catch (YamlException error)
        {
            throw new CliException(
                ExitCode.Configuration,
                $"{file}:{Math.Max(error.Start.Line, error.End.Line)}: {problem}: {error.Message.TrimEnd('.')}. Nothing was changed.",
                $"${{EDITOR:-vi}} {file}", error);
        }
    }

    private bool Verified(YamlMapping before, YamlMapping after)
    {
        var (old, now) = (Config(before), Config(after));
        return Same(Others(before, "config"), Others(after, "config")) && Same(Others(old, Key), Others(now, Key))
            && SettingText.Same(Expected(old[Key]), now[Key]);
    }

    /// <summary>What the setting must read as.</summary>
    private YamlValue? Expected(YamlValue? old)
    {
        if (Entry is null) return Value;
        if (StackFileText.Index(Entry) is { } index)
        {
            var items = (old as YamlSequence)?.Items ?? [];
            var at = Math.Min(index, items.Length);
            var others = at < items.Length ? items.RemoveAt(at) : items;
            return new YamlSequence(Value is { } item ? others.Insert(at, item) : others);
        }

        var entries = (old as YamlMapping)?.Entries ?? [];
        var there = entries.FirstOrDefault(entry => entry.Key == Entry);
        var changed = Value is not { } value ? entries.RemoveAll(entry => entry.Key == Entry)
            : there is null ? entries.Add(new YamlEntry(Entry, value, 0)) : entries.Replace(there, there with { Value = value });
        return new YamlMapping(changed);
    }

    private static YamlMapping Config(YamlMapping file) => file["config"] as YamlMapping ?? YamlMapping.Empty;

    private static YamlMapping Others(YamlMapping mapping, string key) => new([.. mapping.Entries.Where(entry => entry.Key != key)]);

    private static bool Same(YamlMapping one, YamlMapping other) => SettingText.Same(one, other);
}
