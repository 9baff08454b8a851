using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmbeddedPulumi.Engine.Context;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Files;

namespace EmbeddedPulumi.Engine.Backend;

/// <summary>The locks of one stack: files that name the process which took them.</summary>
internal sealed class StackLocks(StackPaths paths, StackContext context)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly TimeSpan ClockSteps = TimeSpan.FromMinutes(1);

    /// <summary>Takes the lock, also from a process that is known to be gone; disposing the result releases it.</summary>
    /// <param name="leftBehind">Gets each lock that such a process had left.</param>
    /// <exception cref="EngineException">Another process holds it.</exception>
    public IDisposable Take(Action<StackLock>? leftBehind = null)
    {
        foreach (var stale in Remove(all: false)) leftBehind?.Invoke(stale);
        ThrowIfLocked(except: null);
        var file = Path.Combine(paths.Locks, $"{Guid.NewGuid()}.json");
        var content = new JsonObject
        {
            ["pid"] = Environment.ProcessId,
            ["username"] = Environment.UserName,
            ["hostname"] = Environment.MachineName,
            ["timestamp"] = context.Time.GetLocalNow().ToString("O", CultureInfo.InvariantCulture),
        };
        var held = new Held(file);
        try
        {
            DiskWrite.Do(context.StackName, file, () =>
            {
                Directory.CreateDirectory(paths.Locks);
                // It appears whole: another run that looks at this moment must be able to name us.
                File.WriteAllText(held.Draft, content.ToJsonString(Plain));
                File.Move(held.Draft, file);
            });
            // Of two runs that both saw no lock, each now sees the other's.
            ThrowIfLocked(except: file);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public ImmutableArray<StackLock> List()
    {
        if (!Directory.Exists(paths.Locks)) return [];
        return [.. Directory.GetFiles(paths.Locks, "*.json").Order(StringComparer.Ordinal).Select(Read).OfType<StackLock>()];
    }

    public ImmutableArray<StackLock> Remove(bool all)
    {
        var removed = List().Where(held => all || held.IsStale).ToImmutableArray();
        foreach (var held in removed) File.Delete(held.File);
        return removed;
    }

    private void ThrowIfLocked(string? except)
    {
        if (List().FirstOrDefault(held => held.File != except) is not { } found) return;
        throw new EngineException(
            ExitCategory.Failed,
            ErrorCodes.StackLocked,
            $"The stack '{context.StackName}' is currently locked by 1 lock(s): {found.Owner}. Wait until it is done. If it never will be:",
            $"{context.CommandName} cancel --stack {context.StackName}");
    }

    private static StackLock? Read(string file)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(file))!;
            var (pid, host) = (json["pid"]!.GetValue<int>(), json["hostname"]!.GetValue<string>());
            var taken = DateTimeOffset.Parse(json["timestamp"]!.GetValue<string>(), CultureInfo.InvariantCulture);
            return new StackLock(file, pid, json["username"]!.GetValue<string>(), host, taken, IsStale(pid, host, taken));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is System.Text.Json.JsonException or NullReferenceException or FormatException
            or InvalidOperationException)
        {
            // Half a lock is one that its process did not live to finish writing.
            var age = TimeProvider.System.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(file);
            return new StackLock(
                file, 0, "an unknown user", "an unknown machine", File.GetLastWriteTimeUtc(file), age > TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>A process that began after the lock was taken only happens to have the same number.</summary>
    private static bool IsStale(int pid, string host, DateTimeOffset taken)
    {
        if (host != Environment.MachineName) return false;
        try
        {
            using var process = Process.GetProcessById(pid);
            // Another process may have the number by now. Start times move when the clock is set, so only what is far off counts.
            return process.HasExited || process.StartTime.ToUniversalTime() > taken.UtcDateTime + ClockSteps;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // Not there, or gone while we looked.
            return true;
        }
    }

    private sealed class Held(string file) : IDisposable
    {
        public string Draft => file + ".new";

        public void Dispose()
        {
            foreach (var written in new[] { Draft, file })
                if (File.Exists(written)) File.Delete(written);
        }
    }
}
