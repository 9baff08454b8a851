using System.Runtime.CompilerServices;
using System.Text;

namespace PipAi.Testing;

/// <summary>
/// Compares text that people see with the approved file beside the test. <c>PIPAI_ACCEPT=1 dotnet test</c> accepts what
/// was received; CI forbids it.
/// </summary>
public static class Approved
{
    /// <summary>Fails unless <paramref name="received"/> equals <c>Approved/&lt;test file&gt;.&lt;name&gt;.txt</c>.</summary>
    public static void Text(string received, [CallerMemberName] string name = "", [CallerFilePath] string testFile = "") =>
        Compare(received, name, "txt", testFile);

    /// <summary>The same for JSON documents, kept with their own extension so that editors colour them.</summary>
    public static void Json(string received, [CallerMemberName] string name = "", [CallerFilePath] string testFile = "") =>
        Compare(received, name, "json", testFile);

    private static void Compare(string received, string name, string extension, string testFile)
    {
        var file = Path.Combine(
            Path.GetDirectoryName(testFile)!, "Approved", $"{Path.GetFileNameWithoutExtension(testFile)}.{name}.{extension}");
        var text = received.ReplaceLineEndings("\n").TrimEnd() + "\n";
        var approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : null;
        if (approved == text) return;

        if (Environment.GetEnvironmentVariable("PIPAI_ACCEPT") == "1")
        {
            if (Environment.GetEnvironmentVariable("CI") is not null)
                throw new InvalidOperationException("PIPAI_ACCEPT=1 accepts whatever the code prints; CI must not do that.");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            return;
        }

        throw new InvalidOperationException(Explain(file, approved, text));
    }

    private static string Explain(string file, string? approved, string received)
    {
        var message = new StringBuilder();
        message.AppendLine(approved is null ? $"No approved text yet: {file}" : $"Differs from the approved text: {file}");
        if (approved is not null) message.AppendLine(FirstDifference(approved, received));
        message.AppendLine("Received:").AppendLine(received).AppendLine("If this is right, accept it:");
        return message.Append("    PIPAI_ACCEPT=1 dotnet test").ToString();
    }

    private static string FirstDifference(string approved, string received)
    {
        var (old, now) = (approved.Split('\n'), received.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(old.Length, now.Length))
            .First(i => old.ElementAtOrDefault(i) != now.ElementAtOrDefault(i));
        return $"Line {line + 1}:\n  approved: {old.ElementAtOrDefault(line)}\n  received: {now.ElementAtOrDefault(line)}";
    }
}
