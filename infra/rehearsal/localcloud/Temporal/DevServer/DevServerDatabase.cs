namespace PipAi.LocalCloud.Temporal.DevServer;

/// <summary>The file in which the development server keeps its workflows, and the two that SQLite keeps beside it.</summary>
internal sealed class DevServerDatabase
{
    /// <summary>What SQLite or the server says of a file that is no database of theirs, or only the beginning of one.</summary>
    private static readonly string[] Damages = ["file is not a database", "no such table: namespaces", "malformed", "file is encrypted"];

    private DevServerDatabase(string file) => File = file;

    /// <summary>Its path.</summary>
    public string File { get; }

    /// <summary>Whether there is one.</summary>
    public bool Exists => System.IO.File.Exists(File);

    /// <summary>The database of a service's folder.</summary>
    public static DevServerDatabase In(string directory) => new(Path.Combine(directory, "temporal.db"));

    /// <summary>Whether the server's words say that the file is damaged.</summary>
    public static bool IsDamage(string words) => Damages.Any(damage => words.Contains(damage, StringComparison.OrdinalIgnoreCase));

    /// <summary>Deletes it: nothing of worth can be in it.</summary>
    public void Delete()
    {
        foreach (var file in Files()) System.IO.File.Delete(file);
    }

    /// <summary>Moves it out of the way, and answers where to.</summary>
    public string SetAside(DateTimeOffset now)
    {
        var ending = $".damaged-{now:yyyyMMdd-HHmmss}";
        foreach (var file in Files().Where(System.IO.File.Exists)) System.IO.File.Move(file, file + ending, overwrite: true);
        return File + ending;
    }

    private IEnumerable<string> Files() => [File, $"{File}-wal", $"{File}-shm"];
}
