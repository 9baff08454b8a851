using PipAi.Providers.Fly.Images;
using PipAi.Testing;

namespace PipAi.Fly.Tests.Images;

public sealed class BuildCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_kept_is_given_out_as_it_was_with_folders_and_modes()
    {
        var cache = new BuildCache(folder["cache"]);
        var published = Published("program", "one");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(published, "program"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Directory.CreateDirectory(Path.Combine(published, "runtimes", "empty"));

        cache.Keep("key", published);
        var taken = Empty("taken");

        Assert.True(cache.TryTake("key", taken));
        Assert.Equal("one", File.ReadAllText(Path.Combine(taken, "program")));
        Assert.True(Directory.Exists(Path.Combine(taken, "runtimes", "empty")));
        if (!OperatingSystem.IsWindows())
            Assert.True(File.GetUnixFileMode(Path.Combine(taken, "program")).HasFlag(UnixFileMode.UserExecute));
        Assert.False(cache.TryTake("other", Empty("nothing")));
    }

    [Fact]
    public void Those_that_were_not_used_for_longest_make_room()
    {
        var cache = new BuildCache(folder["cache"]);
        foreach (var number in Enumerable.Range(0, 6))
        {
            cache.Keep($"key-{number}", Published("program", $"{number}"));
            Directory.SetLastWriteTimeUtc(folder[$"cache/key-{number}"], new DateTime(2026, 1, 1 + number, 0, 0, 0, DateTimeKind.Utc));
        }

        Assert.True(cache.TryTake("key-0", Empty("taken")));
        cache.Keep("key-6", Published("program", "6"));

        Assert.Equal(
            ["key-0", "key-2", "key-3", "key-4", "key-5", "key-6"],
            Directory.EnumerateDirectories(folder["cache"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_cache_that_cannot_be_written_keeps_nothing_and_stops_nothing()
    {
        File.WriteAllText(folder["cache"], "a file is in the way");
        var cache = new BuildCache(folder["cache"]);

        cache.Keep("key", Published("program", "one"));

        Assert.False(cache.TryTake("key", Empty("taken")));
    }

    private string Empty(string name) => Directory.CreateDirectory(folder[name]).FullName;

    private string Published(string file, string content)
    {
        var published = Empty($"published-{Guid.NewGuid():n}");
        File.WriteAllText(Path.Combine(published, file), content);
        return published;
    }
}
